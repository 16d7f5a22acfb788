"""What spreadsheets and other programs call the columns that have fields of a party, beside the labels of the fields.

A heading stands once. What may mean two fields stands nowhere, unless the columns beside it settle the matter.
"""

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "company name", "organization name", "full name", "fullname", "display name",
        "نام", "نام و نام خانوادگی", "نام کامل", "نام شرکت", "نام سازمان",
        "Имя", "Имя Фамилия", "Имя и фамилия", "Фамилия Имя", "Фамилия Имя Отчество", "ФИО", "Ф.И.О.", "Название",
        "Наименование", "Название компании", "Название организации",
        "姓名", "名称", "公司名称", "单位名称", "Firmenname",
    ),
    "given_name": ("first", "first name", "firstname", "forename", "given name", "Vorname"),
    "family_name": ("last", "last name", "lastname", "surname", "family name", "فامیل", "فامیلی", "姓氏", "Nachname"),
    "other_names": ("nickname", "Отчество"),
    "organisation": (
        "company", "organization", "account name", "employer",
        "شرکت", "محل کار", "Компания", "Фирма", "Место работы", "公司", "单位", "工作单位",
        "Firma", "Unternehmen",
    ),
    "position": ("job title", "title", "role title", "عنوان شغلی", "职务"),
    "contact_person": ("contact name", "شخص رابط"),
    "contact_title": ("contact title",),
    "emails": (
        "email", "e mail", "mail", "email address", "e-mail address",
        "ایمیل", "رایانامه", "پست الکترونیک", "پست الکترونیکی", "آدرس ایمیل", "نشانی ایمیل",
        "Почта", "Эл. почта", "Электронная почта", "Адрес эл. почты", "Адрес электронной почты",
        "电子邮件", "邮箱", "电子邮箱", "邮件", "E-Mail-Adresse",
    ),
    "phones": (
        "phone", "telephone", "tel", "phone number",
        "تلفن", "شماره تلفن", "شماره تماس", "Телефон", "Тел.", "Номер телефона", "电话", "联系电话",
        "Telefon", "Telefonnummer",
    ),
    "phones:mobile": (
        "mobile", "mobile phone", "cell", "cell phone",
        "موبایل", "همراه", "تلفن همراه", "شماره همراه", "شماره موبایل",
        "Мобильный", "Мобильный телефон", "Моб. телефон", "手机", "手机号", "手机号码", "Mobil", "Handy",
    ),
    "faxes": ("fax", "فکس", "نمابر", "دورنگار", "Факс", "传真"),
    "websites": (
        "website", "web", "homepage", "url", "linkedin url",
        "وب سایت", "وبگاه", "سایت", "Сайт", "Веб-сайт", "网站", "网址",
    ),
    "street": ("address", "street", "street address", "آدرس", "نشانی", "Адрес", "Улица", "地址", "Straße"),
    "locality": ("city", "town", "Ort", "Stadt"),
    "region": ("state", "province", "Область", "省", "省份", "Bundesland"),
    "postal_code": ("zip", "zip code", "postcode", "کدپستی", "Индекс", "邮编", "PLZ", "Postleitzahl"),
    "country": ("country code", "Land"),
    "note": (
        "notes", "background", "comment", "comments",
        "یادداشت‌ها", "توضیح", "توضیحات", "Заметка", "Заметки", "Примечания", "Комментарий", "注释",
    ),
    "tags": ("labels",),
    "birthday": (
        "birth date", "birthdate", "date of birth",
        "تاریخ تولد", "تولد", "Дата рождения", "出生日期", "Geburtsdatum",
    ),
    "position_since": ("hire date",),
    "reference": ("customer id", "supplier id", "employee id", "shipper id", "external id"),
    "reports_to": ("reports to", "manager"),
    "languages": ("language",),
    "employees": ("staff", "headcount"),
    "turnover": ("revenue",),
}  # fmt: skip

OF_PEOPLE = (
    "full name", "fullname", "نام و نام خانوادگی",
    "Имя", "Имя Фамилия", "Имя и фамилия", "Фамилия Имя", "Фамилия Имя Отчество", "ФИО", "Ф.И.О.", "姓名",
)  # fmt: skip
"""Names that only people have: a file with such a column is about people."""

OF_FIRMS = (
    "company name", "organization name", "Firmenname", "نام شرکت", "نام سازمان",
    "Название", "Наименование", "Название компании", "Название организации", "公司名称", "单位名称",
)  # fmt: skip
"""Names that only organisations have: beside the name of a person, they say where the person works."""

PLAIN_NAMES = ("name", "نام", "Имя")
"""Names that mean the given name where the family name has a column of its own."""

FAMILY_NAME_BESIDE = ("Vorname",)
"""Given names in languages where a plain name beside them is the family name."""
