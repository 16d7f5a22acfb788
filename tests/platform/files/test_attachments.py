"""Files on records: kept whole, seen by whoever sees the record, never run."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peyvand.contacts.models import ContactPoint, Party
from peyvand.platform.access.errors import Refused
from peyvand.platform.access.models import Grant, Role
from peyvand.platform.accounts.models import User
from peyvand.platform.audit.models import Change, ChangeSet
from peyvand.platform.files.models import Attachment
from peyvand.platform.files.storing import LARGEST, attach, media_type
from peyvand.platform.records import writing
from peyvand.platform.records.record import record_of

pytestmark = pytest.mark.django_db(transaction=True)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("olga@mehr.example", name="Olga", is_owner=True)


@pytest.fixture
def stranger() -> User:
    charlie = User.objects.create_user("charlie@mehr.example", name="Charlie")
    role = Role.objects.create(name="Own records")
    role.members.add(charlie)
    for verb in ("view", "add", "change"):
        Grant.objects.create(role=role, record_type="people", verb=verb, scope="own")
    return charlie


@pytest.fixture
def party(owner: User) -> Party:
    made: Party = Party.objects.create(name="Mehr Stone", owner=owner)
    return made


def door(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def upload(user: User, party: Party, name: str, content: bytes) -> int:
    file = SimpleUploadedFile(name, content)
    return door(user).post(f"/people/{party.pk}/files/", {"file": file}).status_code


def test_a_file_comes_back_as_it_was(owner: User, party: Party) -> None:
    assert upload(owner, party, "مهر.pdf", b"%PDF-1.7 offer") == 302
    attachment = Attachment.objects.get()
    response = door(owner).get(f"/people/{party.pk}/files/{attachment.pk}/")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 offer"  # type: ignore[attr-defined]
    assert attachment.name == "مهر.pdf" and attachment.media_type == "application/pdf"
    assert b"\xd9\x85\xd9\x87\xd8\xb1.pdf" in door(owner).get(f"/people/{party.pk}/").content


def test_a_page_with_scripts_is_only_ever_saved(owner: User, party: Party) -> None:
    upload(owner, party, "evil.png", b"<html><script>alert(1)</script>")
    response = door(owner).get(f"/people/{party.pk}/files/{Attachment.objects.get().pk}/")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]


def test_a_picture_is_known_by_its_first_bytes(owner: User, party: Party) -> None:
    upload(owner, party, "photo.txt", PNG)
    assert Attachment.objects.get().media_type == "image/png"
    assert media_type(b"RIFF0000WEBP") == "image/webp" and media_type(b"") == "application/octet-stream"


def test_names_cannot_leave_the_folder_or_turn_the_reading_direction(owner: User, party: Party) -> None:
    attachment = attach(party, SimpleUploadedFile("../../a\u202egnp.exe", b"x"), by=owner)
    assert attachment.name == "agnp.exe"
    stored = str(attachment.file.name)
    assert Path(stored).name != "agnp.exe" and ".." not in stored


def test_empty_and_huge_files_are_refused_with_a_reason(owner: User, party: Party) -> None:
    upload(owner, party, "empty.txt", b"")
    upload(owner, party, "huge.bin", b"0" * (LARGEST + 1))
    assert not Attachment.objects.exists()


def test_a_stranger_neither_sees_nor_adds_nor_removes(owner: User, stranger: User, party: Party) -> None:
    attachment = attach(party, SimpleUploadedFile("a.txt", b"secret"), by=owner)
    assert door(stranger).get(f"/people/{party.pk}/files/{attachment.pk}/").status_code == 404
    assert upload(stranger, party, "b.txt", b"b") == 404
    assert door(stranger).post(f"/people/{party.pk}/files/{attachment.pk}/delete/").status_code == 404
    theirs = Party.objects.create(name="Theirs", owner=stranger)
    foreign = door(stranger).get(f"/people/{theirs.pk}/files/{attachment.pk}/")
    assert foreign.status_code == 404, "a file is reached through its own record only"


def test_removing_takes_the_file_from_the_disk_and_stands_in_the_history(owner: User, party: Party) -> None:
    attachment = attach(party, SimpleUploadedFile("a.txt", b"x"), by=owner)
    path = Path(attachment.file.path)
    assert path.exists()
    door(owner).post(f"/people/{party.pk}/files/{attachment.pk}/delete/")
    assert not path.exists() and not Attachment.objects.exists()
    assert list(ChangeSet.objects.order_by("id").values_list("verb", flat=True)) == ["attach", "detach"]
    assert Change.objects.filter(subject_id=party.pk, table="files_attachment", operation="D").count() == 1
    assert door(owner).get(f"/people/{party.pk}/").status_code == 200


def test_the_files_of_a_record_and_its_parts_leave_with_it(owner: User, party: Party) -> None:
    point = ContactPoint.objects.create(party=party, kind="email", value="info@mehr.example", key="info@mehr.example")
    other = Party.objects.create(name="Mehr Glass", owner=owner)
    kept = attach(other, SimpleUploadedFile("kept.png", PNG), by=owner)
    paths = [Path(attach(whole, SimpleUploadedFile("a.png", PNG), by=owner).file.path) for whole in (party, point)]
    writing.delete(record_of(Party), Party.objects.filter(pk=party.pk), by=owner)
    assert list(Attachment.objects.all()) == [kept]
    assert not any(path.exists() for path in paths) and Path(kept.file.path).exists()


def test_the_company_that_runs_it_all_cannot_be_deleted(owner: User) -> None:
    firm = Party.objects.create(name="Mehr Trading", owner=owner, is_focal=True)
    with pytest.raises(Refused, match="your own company"):
        writing.delete(record_of(Party), Party.objects.filter(pk=firm.pk), by=owner)
    assert Party.objects.filter(pk=firm.pk).exists()
