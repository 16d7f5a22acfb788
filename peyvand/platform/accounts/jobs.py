"""Background work of accounts."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from peyvand.platform.accounts.password_mail import mail_link
from peyvand.platform.accounts.sessions import SessionStore


@app.task(priority=10, retry=RetryStrategy(max_attempts=5, wait=60))  # somebody waits for it: before other work
def mail_password_link(user_id: str, origin: str, language: str) -> None:
    """Mail the link to a new password, if need be tried again every minute; an empty `user_id` is nobody's."""
    mail_link(user_id, origin=origin, language=language)


@app.periodic(cron="17 3 * * *")
@app.task
def forget_ended_sessions(timestamp: int) -> None:
    """Delete the sessions that have ended; whoever comes back has signed in anew."""
    SessionStore.clear_expired()
