from present.typed_position import HOME, facts, nothing

from duecourse.present.figures import exposures, figures_of


def test_each_figure_shows_its_sum_so_that_it_can_be_checked(engine):
    figures = {one.key: one for one in figures_of(facts(engine), "zh")}

    assert figures["dso_simple"].sum == "90,125.03 ÷ 180,250.05 × 90 = 45.0 天"
    assert figures["open_amount"].sum == "应收 90,125.03，减未核销 7,000.00 = 83,125.03"
    assert figures["overdue_amount"].sum == "占应收 90,125.03 的 55.6%"
    assert figures["high_risk_share"].sum == "83,000.00 ÷ 83,125.03 = 99.9%"


def test_figures_stand_large_in_the_units_of_their_readers(engine):
    zh = {one.key: str(one.value) for one in figures_of(facts(engine), "zh")}
    en = {one.key: str(one.value) for one in figures_of(facts(engine), "en")}

    assert (zh["open_amount"], en["open_amount"]) == ("8.3 万元", "83,125 CNY")
    assert (zh["dso_countback"], en["dso_countback"]) == ("44.4 天", "44.4 days")
    assert (zh["concentration"], en["concentration"]) == ("100.0%", "100.0 %")
    assert zh["bad_debt_rate"] == "0.00%"
    assert en["customers"] == "3"


def test_an_unknown_figure_is_the_word_for_it_and_has_no_sum(engine):
    home = {**HOME, "dso_countback": None}
    figures = {one.key: one for one in figures_of(facts(engine, home=home), "en")}

    assert str(figures["dso_countback"].value) == "unknown"
    assert figures["dso_countback"].sum == ""
    assert figures["dso_countback"].number is None


def test_exposures_are_summed_in_home_currency_without_what_has_no_rate(engine):
    assert exposures(facts(engine)) == {
        "exposure": 83_125.025,
        "exposure_graded": 83_125.025,
        "exposure_c": 83_000,
        "exposure_ten": 83_125.025,
    }


def test_a_company_without_customers_has_figures_that_are_unknown(engine):
    assert {str(one.value) for one in figures_of(nothing(engine), "en")} == {"unknown"}
