"""A made-up bilingual chronicle of any size, without a fault, the same for the same number and seed.

    python tests/bench/chronicle.py DIR N [SEED]

writes a project into DIR: `content/` with N events (a file of 6 to 9 KB each: a Markdown body of about 2,000 characters
in each language, 2 to 6 claims with quotes, a figure, 2 to 5 of 300 people, 1 to 4 of 120 places and of 25 topics, steps
of threads) with all registers, and `seeds/` with the articles that are quoted. `python build.py --root DIR` builds it.
The words come from lists that say the same in both languages; it needs nothing but Python.
"""

from __future__ import annotations

import datetime
import json
import random
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PEOPLE, PLACES, TOPICS = 300, 120, 25
EVENTS_A_SOURCE = 25
EVENTS_A_THREAD = 10
BODY = 1_900  # characters of the Vietnamese body, from which no further paragraph is added
FIRST_DAY, LAST_DAY = datetime.date(1992, 1, 6), datetime.date(2025, 12, 12)
MONTHS = "January February March April May June July August September October November December".split()


class Both(NamedTuple):
    """A text in Vietnamese and in English."""

    vi: str
    en: str


class Entry(NamedTuple):
    """An entry of a register: its id and its name."""

    id: str
    name: Both


@dataclass(frozen=True)
class Registers:
    """What the events choose from."""

    people: list[Entry]
    places: list[Entry]
    topics: list[Entry]
    threads: list[Entry]


def texts(lines: str) -> list[Both]:
    """Return the texts of lines of the form `Vietnamese | English`."""
    return [Both(*(part.strip() for part in line.split(" | "))) for line in lines.strip().splitlines()]


# --- words

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Lương Triệu Hà Đinh Mạc".split()
MIDDLE = "Văn Thị Hữu Đức Quốc Xuân Minh Thanh Hồng Ngọc Công Đình Bá Thế Mạnh".split()
GIVEN = (
    "Anh Bình Cường Dũng Duy Giang Hải Hạnh Hiếu Hòa Hùng Huy Khánh Kiên Lan Linh Long Mai Nam Nga Nghĩa Nhung Oanh "
    "Phong Phúc Quân Quyên Sáng Thắng Thảo Thủy Tiến Toàn Trang Trung Tuấn Tùng Uyên Việt Yến"
).split()
FAMILY_HAN = "Lưu Liú 刘,Vương Wáng 王,Lý Lǐ 李,Trương Zhāng 张,Trần Chén 陈,Chu Zhōu 周,Ngô Wú 吴,Tôn Sūn 孙,Mã Mǎ 马,Hàn Hán 韩"
GIVEN_HAN = (
    "Ninh Níng 宁,Quân Jūn 军,Bình Píng 平,Kiến Jiàn 建,Hoa Huá 华,Minh Míng 明,Quốc Guó 国,Văn Wén 文,Vĩ Wěi 伟,Cường Qiáng 强,"
    "Hải Hǎi 海,Lâm Lín 林,Đông Dōng 东,Phong Fēng 峰,Ba Bō 波,Huy Huī 辉"
)
PLACE_FIRST = "Bản Nà Pò Cốc Khuổi Lũng Tà Sín Mường Pác Nặm Phiêng Thài Xín".split()
PLACE_LAST = "Giàng Cáy Lạn Chải Luông Khoang Mèo Phìn Tấu Ngần Vịt Đeng Rịa Ngòi Páo Sủi Lừu Khén Hẩu Dào".split()
PLACE_HAN = (
    "Thủy Shuǐ 水,Long Lóng 龙,Thạch Shí 石,Sơn Shān 山,Khẩu Kǒu 口,Thành Chéng 城,Giang Jiāng 江,Điền Tián 田,Bang Bāng 邦,"
    "Khê Xī 溪,Tuyền Quán 泉,Kiều Qiáo 桥"
)
TOPIC_NAMES = texts("""
Thương mại | Trade
Cửa khẩu và lối mở | Border gates and openings
Kết nối giao thông | Transport links
Du lịch | Tourism
Nông nghiệp | Agriculture
Lâm nghiệp | Forestry
Thủy lợi và nguồn nước | Irrigation and water
Y tế và phòng dịch | Health and quarantine
Giáo dục | Education
Đào tạo cán bộ | Cadre training
Văn hóa và nghệ thuật | Culture and the arts
Thể thao | Sport
An ninh trật tự | Security and public order
Phòng chống ma túy | Drug control
Quản lý biên giới | Border management
Lao động qua biên giới | Cross-border labour
Hải quan và kiểm dịch | Customs and inspection
Logistics và kho bãi | Logistics and warehousing
Thương mại điện tử | E-commerce
Năng lượng và điện | Energy and power
Môi trường | Environment
Khoa học và công nghệ | Science and technology
Tài chính và ngân hàng | Finance and banking
Báo chí và truyền thông | Press and broadcasting
Giao lưu nhân dân | People-to-people exchange
""")
GOODS = texts("""
sầu riêng tươi | fresh durian
vải thiều | lychees
thanh long ruột đỏ | red dragon fruit
xoài và chuối | mangoes and bananas
gạo nếp nương | upland sticky rice
hạt điều thô | raw cashew nuts
cà phê rang xay | roasted coffee
chè shan tuyết cổ thụ | old-tree highland tea
quế và hồi | cinnamon and star anise
tôm đông lạnh | frozen shrimp
gỗ dán và ván bóc | plywood and veneer
quặng sắt tinh | iron concentrate
than cốc | coke
linh kiện điện tử | electronic components
máy nông nghiệp cỡ nhỏ | small farm machines
phân bón và thuốc bảo vệ thực vật | fertiliser and crop-protection products
vải sợi và hàng may mặc | textiles and garments
xe ô tô điện | electric cars
thiết bị quang điện | solar equipment
thuốc bắc và dược liệu | medicinal herbs
đồ gốm mỹ nghệ | decorative ceramics
giấy và bột giấy | paper and pulp
thức ăn chăn nuôi | animal feed
tinh bột sắn | cassava starch
đường kính trắng | white sugar
mật ong bạc hà | mint-blossom honey
trâu bò giống | breeding cattle
cá tầm giống | sturgeon fry
xi măng và clinker | cement and clinker
hàng bách hóa tiêu dùng | household goods
""")
WORKS = texts("""
cây cầu đường bộ thứ hai | the second road bridge
tuyến đường chuyên dụng vận chuyển hàng hóa | the dedicated freight road
bãi kiểm hóa tập trung | the joint inspection yard
trạm kiểm soát liên hợp | the joint control station
kho lạnh bảo quản nông sản | the cold store for farm produce
đường dây tải điện trung áp | the medium-voltage power line
tuyến cáp quang qua biên giới | the cross-border fibre-optic line
chợ phiên vùng cao | the upland periodic market
khu hợp tác kinh tế | the economic cooperation zone
bến thuyền trên sông | the river landing
đường tuần tra dọc mốc giới | the patrol road along the boundary markers
hồ chứa nước đầu nguồn | the headwater reservoir
trung tâm khám chữa bệnh | the medical centre
trường nội trú dạy hai thứ tiếng | the bilingual boarding school
vườn ươm cây bản địa | the nursery of native trees
đường hầm xuyên núi | the tunnel through the mountain
cổng kiểm soát thông minh | the smart control gate
nhà máy chế biến hoa quả | the fruit-processing plant
điểm dừng chân cho lái xe | the rest stop for drivers
hệ thống quan trắc lũ | the flood-monitoring system
bảo tàng về các dân tộc | the museum of ethnic groups
sân vận động huyện | the district stadium
bến xe liên vận | the international coach station
trạm biến áp | the substation
vùng đệm bảo tồn voọc | the langur conservation buffer zone
""")
DEEDS = texts("""
rút ngắn thời gian thông quan | shorten clearance times
kéo dài giờ làm việc vào mùa vụ | extend working hours in the harvest season
công nhận lẫn nhau kết quả kiểm nghiệm | recognise each other's test results
trao đổi danh sách doanh nghiệp uy tín | exchange lists of reliable companies
lập đường dây nóng giữa các đồn biên phòng | set up a hotline between border posts
tổ chức tuần tra chung trên đoạn biên giới | hold joint patrols along the boundary
cử chuyên gia hướng dẫn kỹ thuật trồng trọt | send experts to teach cultivation
cấp học bổng cho học sinh dân tộc thiểu số | grant scholarships to pupils of ethnic minorities
mở tuyến xe khách cố định | open a regular coach line
khảo sát lại các cột mốc bị sạt lở | survey again the markers damaged by landslides
phối hợp dập dịch trên đàn gia súc | fight livestock disease together
số hóa hồ sơ xuất nhập cảnh | digitise entry and exit records
giới thiệu nghề dệt thổ cẩm truyền thống | present traditional brocade weaving
tổ chức giải bóng đá hữu nghị thường niên | hold a yearly friendly football tournament
chia sẻ số liệu thủy văn mùa mưa | share hydrological data in the rainy season
dịch và in sách song ngữ cho thư viện | translate and print bilingual books for libraries
triệt phá đường dây đưa người trái phép | break up people-smuggling rings
nâng hạn mức thanh toán bằng nội tệ | raise the limit for payments in local currency
đơn giản hóa thủ tục cho lái xe hàng | simplify formalities for lorry drivers
bảo vệ rừng phòng hộ đầu nguồn | protect headwater forests
lắp biển báo bằng hai ngôn ngữ | put up signs in both languages
mở lớp bồi dưỡng nghiệp vụ hải quan | open customs training courses
thử nghiệm xe tự hành chở hàng | test driverless freight vehicles
phục dựng lễ hội cầu mùa | revive the harvest-prayer festival
khơi thông dòng chảy trước mùa lũ | clear the channel before the flood season
""")
GROUNDS = texts("""
trong bối cảnh nhu cầu thị trường tăng trở lại | as demand on the market recovers
sau nhiều lần khảo sát thực địa | after several field surveys
trên tinh thần láng giềng tin cậy | in the spirit of trusting neighbours
theo nguyên tắc cùng có lợi | on the principle of mutual benefit
nhằm giảm ùn ứ vào dịp cao điểm | to relieve congestion at peak times
để người dân hai bên thuận tiện đi lại | so that people on both sides can travel easily
trước khi bước vào mùa mưa bão | before the storm season sets in
vì điều kiện hạ tầng còn hạn chế | because infrastructure is still limited
phù hợp với quy hoạch của mỗi bên | in line with each side's plans
dù kinh phí còn khó khăn | although funds remain short
trên cơ sở kết quả của kỳ họp trước | on the basis of the previous session's results
nhờ sự ủng hộ của chính quyền cơ sở | thanks to the support of local authorities
""")
SENTENCES = texts("""
{person} cho rằng {place} có nhiều lợi thế để phát triển {topic} {ground}. | {person} said that {place} was well placed to develop {topic} {ground}.
Lãnh đạo {place} và {other} đã đi thăm {work}, nghe báo cáo tiến độ và tặng quà công nhân. | The leaders of {place} and {other} visited {work}, heard a progress report and gave presents to the workers.
Hai bên đánh giá cao việc {deed}, coi đây là bước đi thiết thực {ground}. | Both sides valued the effort to {deed}, calling it a practical step {ground}.
Theo {person}, lượng {goods} qua {place} tăng đều từ đầu vụ, song khâu bảo quản chưa theo kịp. | According to {person}, the flow of {goods} through {place} had grown steadily since the season began, but storage had not kept up.
Các cơ quan chuyên môn được giao nhiệm vụ {deed} và báo cáo kết quả tại cuộc gặp tiếp theo. | The specialised agencies were told to {deed} and to report at the next meeting.
{person} nhắc lại truyền thống giúp đỡ nhau của nhân dân {place} và {other} trong những năm gian khó. | {person} recalled how the people of {place} and {other} had helped each other in hard years.
Tại buổi làm việc, nhiều ý kiến tập trung vào {topic}, nhất là yêu cầu {deed}. | At the session many speakers dwelt on {topic}, above all on the need to {deed}.
Đoàn công tác cũng khảo sát {work} và ghi nhận kiến nghị của các hộ kinh doanh {goods}. | The delegation also inspected {work} and noted the petitions of traders in {goods}.
{person} mong muốn {place} sớm hoàn thành {work} {ground}. | {person} hoped that {place} would soon complete {work} {ground}.
Trong phần trao đổi, {person} giải thích vì sao {work} bị chậm và cam kết bổ sung nhân lực. | In the discussion {person} explained why {work} was late and promised more staff.
Đại diện doanh nghiệp đề xuất {deed}, đồng thời kiến nghị giảm phí bến bãi đối với {goods}. | Company representatives proposed to {deed}, and asked for lower yard fees for {goods}.
Chương trình văn nghệ chào mừng có sự tham gia của nghệ nhân {place}, thu hút đông đảo khán giả {other}. | Artisans from {place} took part in the welcome performance, which drew a large audience from {other}.
Báo cáo chung nêu rõ những vướng mắc trong {topic}, từ khác biệt quy định đến thiếu phiên dịch. | The joint report set out the obstacles in {topic}, from differing rules to a lack of interpreters.
Kết thúc chuyến thăm, {person} trồng cây lưu niệm và ghi sổ vàng tại {place}. | At the end of the visit {person} planted a commemorative tree and signed the guest book at {place}.
Lực lượng chức năng {place} phối hợp với {other} để {deed}, không để phát sinh điểm nóng. | The authorities of {place} worked with {other} to {deed}, so that no trouble spots arose.
Bà con trồng {goods} ở {place} được hướng dẫn tiêu chuẩn đóng gói và truy xuất nguồn gốc. | Growers of {goods} in {place} were taught the standards for packing and tracing.
{person} nhấn mạnh rằng {work} chỉ phát huy hiệu quả khi hai bên cùng {deed}. | {person} stressed that {work} would only pay off if both sides agreed to {deed}.
Nhiều đại biểu bày tỏ lo ngại về chất lượng {goods}, đề nghị kiểm tra ngay từ vùng trồng. | Many delegates voiced concern over the quality of {goods} and asked for checks at the farm.
""")
CLAIMS = texts("""
Hai bên nhất trí {deed} tại {place} {ground} | The two sides agreed to {deed} at {place} {ground}
{person} đề nghị {place} phối hợp với {other} để {deed} | {person} asked {place} to work with {other} to {deed}
{person} thông báo {work} ở {place} đã qua bước thẩm định {ground} | {person} announced that {work} in {place} had passed appraisal {ground}
Doanh nghiệp của {place} và {other} ký thỏa thuận tiêu thụ {goods} {ground} | Companies of {place} and {other} signed an agreement on the sale of {goods} {ground}
{person} đánh giá {topic} giữa {place} và {other} có chuyển biến rõ rệt | {person} judged that {topic} between {place} and {other} had clearly moved forward
{place} mời {person} dự lễ khánh thành {work} {ground} | {place} invited {person} to the opening of {work} {ground}
""")
OPENINGS = texts("""
Theo bài báo, | According to the article,
Bài báo cho biết | The article says that
Như tường thuật, | As reported,
""")
KINDS = texts("""
Hội đàm | Talks
Hội nghị | Conference
Chuyến thăm | Visit
Khảo sát | Survey
Lễ ký | Signing
Giao lưu | Exchange
""")
SERIES = texts("""
Hội nghị biên giới thường niên | Annual border conference
Hội đàm cấp huyện | District talks
Diễn đàn doanh nghiệp | Business forum
Phiên họp kỹ thuật | Technical session
Ngày hội văn hóa | Culture festival
Tuần tra liên hợp | Joint patrols
""")
POSTS = texts("""
Bí thư {of} | Party Secretary of {of}
Chủ tịch {of} | Chairman of {of}
Phó Chủ tịch {of} | Deputy Chairman of {of}
Giám đốc Sở Công Thương {of} | Director of Industry and Trade of {of}
Đồn trưởng biên phòng {of} | Commander of the border post of {of}
Trưởng ban quản lý {of} | Head of the management board of {of}
""")
MEASURES = texts("""
Kim ngạch qua cửa khẩu | Trade through the gate
Kim ngạch nông sản | Trade in farm produce
Vốn đầu tư hạ tầng | Investment in infrastructure
Doanh thu du lịch | Tourist revenue
""")
MODES = ("in-person", "online", "hybrid")
STEPS = (("request", "requested"), ("request", "proposed"), ("agreement", "agreed"))


# --- registers


def slug(text: str) -> str:
    """Return an ASCII id for a text in Latin letters."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in letters if sign.isascii())).strip("-")


def plain(pinyin: str) -> str:
    """Return pinyin without its tones, as newspapers write it."""
    return slug(pinyin).replace("-", "").capitalize()


def han(table: str) -> list[list[str]]:
    """Return the readings of a table: Sino-Vietnamese, pinyin, character."""
    return [reading.split() for reading in table.split(",")]


def make_people(chance: random.Random) -> dict[str, dict[str, object]]:
    """Return people by id, one in three Chinese; no two have one name in either language."""
    people: dict[str, dict[str, object]] = {}
    taken: set[str] = set()
    families, givens = han(FAMILY_HAN), han(GIVEN_HAN)
    while len(people) < PEOPLE:
        if len(people) % 3:
            name = " ".join(map(chance.choice, (FAMILY, MIDDLE, GIVEN)))
            entry: dict[str, object] = {"name": {"vi": name, "en": name}}
        else:
            (family, family_read, family_sign), *given = (chance.choice(families), *chance.sample(givens, 2))
            name = f"{family} {given[0][0]} {given[1][0]}"
            read = f"{family_read} {given[0][1]}{given[1][1].lower()}"
            english = f"{plain(family_read)} {plain(given[0][1] + given[1][1])}"
            also = {"zh-Hans": family_sign + given[0][2] + given[1][2], "zh-Latn-pinyin": read}
            entry = {"name": {"vi": name, "en": english}, "also": also}
        names = {*entry["name"].values()}  # type: ignore[attr-defined]
        if not names & taken and slug(name) not in people:
            taken |= names
            people[slug(name)] = entry
    return people


def make_places(chance: random.Random) -> dict[str, dict[str, object]]:
    """Return the two countries, places on either side, and pairs of border gates."""
    own = [f"{first} {last}" for first in PLACE_FIRST for last in PLACE_LAST]
    across = [(one, other) for one in han(PLACE_HAN) for other in han(PLACE_HAN) if one != other]
    chance.shuffle(own)
    chance.shuffle(across)
    places: dict[str, dict[str, object]] = {
        "vietnam": {"kind": "country", "name": {"vi": "Việt Nam", "en": "Vietnam"}},
        "china": {"kind": "country", "name": {"vi": "Trung Quốc", "en": "China"}, "also": {"zh-Hans": "中国"}},
    }
    while len(places) < PLACES:
        here = {"name": dict.fromkeys(("vi", "en"), own.pop()), "in": ["vietnam"]}
        one, other = across.pop()
        there = {
            "name": {"vi": f"{one[0]} {other[0]}", "en": plain(one[1] + other[1])},
            "also": {"zh-Hans": one[2] + other[2], "zh-Latn-pinyin": one[1] + other[1].lower()},
            "in": ["china"],
        }
        kind = len(places) % 6
        if kind == 0:
            names = {key: f"{here['name'][key]} – {there['name'][key]}" for key in ("vi", "en")}  # type: ignore[index]
            entry = {"kind": "border-gate", "name": names, "sides": [here, there]}
        else:
            entry = {"kind": ("district", "town", "province")[len(places) % 3], **(there if kind > 4 else here)}
        places[slug(entry["name"]["vi"])] = entry  # type: ignore[index]
    return places


def make_registers(number: int, chance: random.Random) -> dict[str, dict[str, dict[str, object]]]:
    """Return every register but the sources, as YAML has them."""
    threads = {}
    for place in range(max(1, number // EVENTS_A_THREAD)):
        work, (deed, ground) = chance.choice(WORKS), (chance.choice(DEEDS), chance.choice(GROUNDS))
        threads[f"thread-{place + 1}"] = {
            "name": {"vi": f"Việc {place + 1}: {work.vi}", "en": f"Matter {place + 1}: {work.en}"},
            "goal": {"vi": f"Hai bên cùng {deed.vi} {ground.vi}.", "en": f"Both sides {deed.en} {ground.en}."},
            "topics": [slug(chance.choice(TOPIC_NAMES).en)],
        }

    def named(names: list[Both]) -> dict[str, dict[str, object]]:
        return {slug(re.sub(r"{.*", "", name.en)): {"name": name._asdict()} for name in names}

    return {
        "people": make_people(chance),
        "places": make_places(chance),
        "topics": named(TOPIC_NAMES),
        "kinds": named(KINDS),
        "series": named(SERIES),
        "posts": named(POSTS),
        "measures": {id_: {**entry, "unit": "USD"} for id_, entry in named(MEASURES).items()},
        "threads": threads,
    }


# --- events


class Writer:
    """Makes events one after another; each adds its article to the source that it is quoted from."""

    def __init__(self, registers: dict[str, dict[str, dict[str, object]]], chance: random.Random) -> None:
        self.registers = registers
        self.chance = chance

    def pick(self, register: str, count: int = 1) -> list[Entry]:
        """Return some entries of a register, none twice."""
        entries = self.registers[register]
        ids = self.chance.sample(sorted(entries), count)
        return [Entry(id_, Both(**entries[id_]["name"])) for id_ in ids]  # type: ignore[arg-type]

    def fill(self, text: Both, people: list[Entry], places: list[Entry], topic: Both) -> Both:
        """Return a sentence with its blanks filled alike in both languages."""
        place, other = self.chance.sample(places, 2)
        words = {
            "person": self.chance.choice(people).name,
            "place": place.name,
            "other": other.name,
            "topic": Both(topic.vi[0].lower() + topic.vi[1:], topic.en[0].lower() + topic.en[1:]),
            "goods": self.chance.choice(GOODS),
            "work": self.chance.choice(WORKS),
            "deed": self.chance.choice(DEEDS),
            "ground": self.chance.choice(GROUNDS),
        }
        return Both(*(text[at].format(**{name: word[at] for name, word in words.items()}) for at in (0, 1)))
