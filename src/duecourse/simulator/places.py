"""Countries and currencies that example companies deal with."""

from dataclasses import dataclass

from duecourse.values.says import Says


@dataclass(frozen=True, slots=True)
class Place:
    """A country, its currency, the language of its letters, its made-up risk (0 safest, 7)."""

    country: str
    currency: str
    language: str
    risk: int
    sales_tax: float


PLACES = (
    Place("CN", "CNY", "zh", 2, 0.13),
    Place("DE", "EUR", "de", 0, 0.19),
    Place("US", "USD", "en", 1, 0.0),
    Place("GB", "GBP", "en", 0, 0.20),
    Place("FR", "EUR", "fr", 1, 0.20),
    Place("JP", "JPY", "en", 0, 0.10),
    Place("VN", "USD", "en", 3, 0.10),
    Place("BR", "USD", "en", 4, 0.17),
    Place("HK", "HKD", "zh", 1, 0.0),
)
IN_YUAN = {"CNY": 1.0, "EUR": 7.8, "USD": 7.1, "GBP": 9.1, "JPY": 0.048, "HKD": 0.91}
"""About what one unit is worth, so that amounts and rates look right; not a quotation."""

CURRENCY_PLACE = {
    currency: next(index for index, place in enumerate(PLACES) if place.currency == currency)
    for currency in IN_YUAN
}
"""The home country of a company that keeps its books in a currency."""

TREES = (
    "Alder", "Ash", "Aspen", "Beech", "Birch", "Cedar", "Cypress", "Elm", "Fir", "Ginkgo",
    "Hazel", "Hornbeam", "Larch", "Linden", "Maple", "Oak", "Rowan", "Spruce", "Willow", "Yew",
    "Agate", "Basalt", "Beryl", "Calcite", "Feldspar", "Flint", "Garnet", "Gneiss", "Jasper",
    "Mica", "Onyx", "Opal", "Pyrite", "Quartz", "Shale", "Slate", "Talc", "Topaz", "Tuff",
)  # fmt: skip
"""First words of English example names: trees and minerals."""

STEMS = ("甲木", "乙木", "丙火", "丁火", "戊土", "己土", "庚金", "辛金", "壬水", "癸水")
"""First words of Chinese example names: a heavenly stem and its element."""

TRADES = (
    Says("泵业", "Pumps"), Says("阀门", "Valves"), Says("轴承", "Bearings"),
    Says("五金", "Hardware"), Says("陶瓷", "Ceramics"), Says("照明", "Lighting"),
    Says("窑炉", "Furnaces"), Says("纸业", "Paper"), Says("船舶", "Marine"),
    Says("纺织", "Textiles"), Says("仪表", "Instruments"), Says("电缆", "Cables"),
    Says("铸造", "Castings"), Says("模具", "Moulds"), Says("包装", "Packaging"),
    Says("涂料", "Coatings"), Says("家具", "Furniture"), Says("食品", "Foods"),
    Says("电机", "Motors"), Says("玻璃", "Glass"), Says("农机", "Tractors"),
    Says("塑料", "Plastics"), Says("紧固件", "Fasteners"), Says("物流", "Logistics"),
)  # fmt: skip
"""Last words of example names; also the sector."""
