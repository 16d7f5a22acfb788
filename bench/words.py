"""The words that made-up directories consist of: names of people, firms and places in four scripts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phones:
    """How numbers are written: `#` stands for a digit; the same digits abroad and at home."""

    mobile: tuple[str, str]
    landline: tuple[str, str]


@dataclass(frozen=True)
class Culture:
    """Words of one script. The first of a list are used most, the last seldom."""

    language: str
    share: int  # of a hundred parties
    given: tuple[str, ...]
    family_heads: tuple[str, ...]  # a family name is a head and a tail …
    family_tails: tuple[str, ...]
    family_first: bool  # … and stands before the given name in some scripts
    firm_heads: tuple[str, ...]
    firm_trades: tuple[str, ...]
    firm_forms: tuple[str, ...]
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    titles: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PHONES = {
    "DE": Phones(("+49 1512 #######", "01512 #######"), ("+49 30 23####", "030 23####")),
    "GB": Phones(("+44 7400 1#####", "07400 1#####"), ("+44 20 7### ####", "020 7### ####")),
    "FR": Phones(("+33 6 12 ## ## ##", "06 12 ## ## ##"), ("+33 1 42 ## ## ##", "01 42 ## ## ##")),
    "US": Phones(("+1 212-55#-####", "(212) 55#-####"), ("+1 415-22#-####", "(415) 22#-####")),
    "ES": Phones(("+34 612 ## ## ##", "612 ## ## ##"), ("+34 912 ## ## ##", "912 ## ## ##")),
    "IR": Phones(("+98 912 ### ####", "0912 ### ####"), ("+98 21 88## ####", "021 88## ####")),
    "RU": Phones(("+7 912 ###-##-##", "8 (912) ###-##-##"), ("+7 495 12#-##-##", "8 (495) 12#-##-##")),
    "CN": Phones(("+86 138 #### ####", "138 #### ####"), ("+86 10 62## ####", "010 62## ####")),
}

LATIN = Culture(
    language="en",
    share=45,
    given=_words(
        "Anna Thomas Maria Michael Sara Peter Julia Daniel Laura Martin Eva Paul Emma Lucas Sophie David Lena Jonas "
        "Clara Simon Alice Robert Elena James Hannah John Marie Felix Nina Oscar Carla Hugo Ines Mateo Lucía Pablo "
        "Chloé Antoine Camille René Noémie Jürgen Käthe Björn Ólafur Zoë Siân Séamus Aoife Niamh Rowan Imogen Cedric "
        "Ottilie Leopold Philippa Valentin Rosalind Ignacio Xavier Yvonne Quentin Wilhelmina Ursula"
    ),
    family_heads=_words(
        "Mül Schmi Fisch We Mei Wag Beck Hoff Schul Koch Ba Rich Klein Wolf Schrö Neu Schwar Zimmer Brau Krü Hart Lan "
        "Wer Krau Lehm Mai Köh Her Kö Wal Hu Kai Fuch Pe Lang Scho Wei Ju Hah Ros Vog Stein Jäg Ot Som Gro Sei Hein "
        "Bran Haa Schrei Gra Die Pohl Eng Hor Bus Berg Tho Sau"
    ),
    family_tails=_words(
        "ler dt er ber mann ner ers ke son ard in let ton ley ford wood field man sen sson ez es eau ier ot ard aud "
        "stein burg hof bach feld wald thal meyer huber"
    ),
    family_first=False,
    firm_heads=_words(
        "Nord Alpha Rhein Global Atlas Nova Delta Euro Prime Sigma Orion Vega Terra Aqua Solar Omni Inter Uni Trans "
        "Hansa Baltic Iberia Gallia Albion Comet Condor Falke Adler Lumen Vertex Zenith Quadra Helix Cobalt Indigo "
        "Saffron Juniper Marlow Kestrel Ostrava"
    ),
    firm_trades=_words(
        "Logistics Trading Foods Machines Software Consulting Textiles Chemicals Metals Furniture Printing Packaging "
        "Electronics Pharma Wines Tools Ceramics Instruments Bearings Plastics Optics Seeds Bakery Shipping"
    ),
    firm_forms=("GmbH", "Ltd", "SARL", "Inc", "SL", "AG", "& Sons", "KG", "plc", "SA", "LLP", "e.K."),
    countries=("DE", "GB", "FR", "US", "ES"),
    cities=(
        "Berlin",
        "London",
        "Paris",
        "Hamburg",
        "New York",
        "Madrid",
        "München",
        "Lyon",
        "Boston",
        "Sevilla",
        "Köln",
        "Leeds",
        "Nantes",
        "Portland",
        "Valencia",
        "Bremen",
        "Bath",
        "Dijon",
        "Tulsa",
        "Gijón",
    ),
    streets=(
        "Hauptstraße",
        "High Street",
        "Rue de la Paix",
        "Market Street",
        "Calle Mayor",
        "Bahnhofstraße",
        "Church Lane",
        "Quai des Fleurs",
        "Elm Avenue",
        "Gartenweg",
    ),
    titles=(
        "Sales manager",
        "Buyer",
        "Director",
        "Engineer",
        "Accountant",
        "Owner",
        "Assistant",
        "Head of export",
        "Warehouse lead",
        "Technician",
    ),
)

PERSIAN = Culture(
    language="fa",
    share=25,
    given=_words(
        "محمد علی فاطمه زهرا حسین رضا مریم سارا مهدی امیر زینب نرگس احمد سعید لیلا نیلوفر حمید مجید پریسا شیرین بهرام "
        "کاوه آرش بابک سیاوش نازنین یاسمن پگاه ستاره گلناز فرهاد کیانوش داریوش کوروش ژاله مینو هستی ترانه آیدا یلدا "
        "پویا نیما سینا کامران شهرام افسانه آناهیتا اردشیر"
    ),
    family_heads=_words(
        "محمد احمد حسین کریم رحیم رضا موسو هاشم صادق جعفر اکبر قاسم ابراهیم نجف سلیم شریف صالح بهرام فرهاد رستم "
        "کاظم عباس مراد نوروز شهباز اسفندیار پور گودرز تهران شیراز"
    ),
    family_tails=("ی", "زاده", "پور", "‌نژاد", "یان", "ی‌فر", "ی‌راد", "خانی", "ی تهرانی", "ی اصل", "ی‌نیا", "ی کیا"),
    family_first=False,
    firm_heads=_words(
        "پارس ایران آریا سپهر کیان البرز دماوند زاگرس مهر نوین پیشرو آسیا کاسپین پرشین فولاد صبا آفتاب باران سهند "
        "توس کاوش رایان نگین گلستان اروند هیرکان"
    ),
    firm_trades=(
        "صنعت",
        "تجارت",
        "پخش",
        "ماشین",
        "غذا",
        "دارو",
        "پوشاک",
        "رایانه",
        "فرش",
        "پلاستیک",
        "چاپ",
        "حمل و نقل",
    ),
    firm_forms=("شرکت", "گروه", "بازرگانی", "مؤسسه", "کارخانه", "تعاونی", "فروشگاه"),
    countries=("IR",),
    cities=(
        "تهران",
        "مشهد",
        "اصفهان",
        "شیراز",
        "تبریز",
        "کرج",
        "اهواز",
        "قم",
        "رشت",
        "یزد",
        "کرمان",
        "همدان",
        "ساری",
        "بوشهر",
    ),
    streets=("خیابان ولیعصر", "خیابان آزادی", "بلوار کشاورز", "خیابان انقلاب", "کوچهٔ بهار", "خیابان سعدی"),
    titles=("مدیر فروش", "مدیرعامل", "کارشناس خرید", "حسابدار", "مهندس", "انباردار", "مدیر صادرات"),
)

CYRILLIC = Culture(
    language="ru",
    share=20,
    given=_words(
        "Александр Елена Сергей Ольга Дмитрий Наталья Андрей Анна Алексей Мария Иван Татьяна Михаил Светлана Сара "
        "Николай Юлия Павел Екатерина Владимир Ирина Артём Дарья Кирилл Полина Фёдор Софья Глеб Варвара Тимур Зоя "
        "Ярослав Ульяна Эдуард Жанна"
    ),
    family_heads=_words(
        "Иван Смирн Кузнец Поп Васил Петр Сокол Михайл Новик Фёдор Мороз Волк Алексе Лебед Семён Егор Павл Козл "
        "Степан Никола Орл Андре Макар Никит Захар Зайц Солов Борис Яковл Григор Роман Воробь Сергее Крыл Щерб Жук"
    ),
    family_tails=("ов", "ев", "ин", "ский", "енко", "ук", "ович", "их", "цев", "ников"),
    family_first=False,
    firm_heads=_words(
        "Север Рос Вектор Альянс Прогресс Сибирь Урал Волга Гранит Спектр Альфа Полюс Эталон Маяк Родник Восход "
        "Монолит Импульс Байкал Квант Орбита Кедр Янтарь"
    ),
    firm_trades=("Торг", "Строй", "Металл", "Сервис", "Пром", "Транс", "Агро", "Мебель", "Софт", "Хим", "Лес", "Авто"),
    firm_forms=("ООО", "АО", "ИП", "ПАО", "ТД", "НПО"),
    countries=("RU",),
    cities=(
        "Москва",
        "Санкт-Петербург",
        "Казань",
        "Новосибирск",
        "Екатеринбург",
        "Самара",
        "Омск",
        "Пермь",
        "Тула",
        "Псков",
    ),
    streets=("ул. Ленина", "пр. Мира", "ул. Гагарина", "ул. Садовая", "Невский пр.", "ул. Лесная"),
    titles=("Менеджер по продажам", "Директор", "Бухгалтер", "Инженер", "Закупщик", "Логист"),
)

CHINESE = Culture(
    language="zh",
    share=10,
    given=_words(
        "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 志强 建国 "
        "晓明 海燕 文博 子涵 雨欣 浩然 思远 若曦"
    ),
    family_heads=tuple("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余"),
    family_tails=("",),
    family_first=True,
    firm_heads=_words("华夏 东方 长城 金龙 中天 万达 恒通 新世纪 海纳 瑞丰 同济 宏远 博雅 天元 永盛 嘉禾"),
    firm_trades=("贸易", "科技", "机械", "食品", "电子", "化工", "纺织", "物流", "医药", "建材"),
    firm_forms=("有限公司", "股份有限公司", "集团", "工厂", "商行"),
    countries=("CN",),
    cities=("上海", "北京", "广州", "深圳", "成都", "杭州", "武汉", "南京", "西安", "厦门"),
    streets=("人民路", "中山路", "解放路", "建设路", "和平街"),
    titles=("销售经理", "总经理", "会计", "工程师", "采购员", "助理"),
)

CULTURES = (LATIN, PERSIAN, CYRILLIC, CHINESE)
TAGS = _words(
    "newsletter vip fair-2024 export wholesale retail priority seasonal referral distributor pilot contract-2025 "
    "slow-payer strategic local returning press academic charity multilingual beta legacy sponsor alumni"
)
MAIL_HOSTS = ("example.com", "mail.example.org", "post.example.net", "office.example.com", "shop.example.org")
