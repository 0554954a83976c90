"""The golden ledger on Spark: the same frames, the same figures to the last digit."""

import shutil

import pytest
from golden import needs_golden
from pipeline.agreed import (
    TABLES,
    agreed,
    agreed_kpi,
    found,
    golden_position,
    kpi_found,
    reference_policy,
)

from duecourse.engines.engine import engine_named

pytestmark = [
    needs_golden,
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("java") is None, reason="Spark needs Java: install it to run this test"
    ),
]


QUICK = {
    "shuffle.partitions": "1",
    "codegen.wholeStage": "false",
    "codegen.factoryMode": "NO_CODEGEN",
    "adaptive.enabled": "false",
    "session.timeZone": "UTC",
    "execution.arrow.pyspark.enabled": "true",
}


@pytest.fixture(scope="module")
def spark():
    """One session, set for a ledger of a hundred rows: nothing compiled, nothing shuffled far."""
    sql = pytest.importorskip("pyspark.sql", reason="Spark is an extra of the installation")
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    for name, setting in QUICK.items():
        builder = builder.config(f"spark.sql.{name}", setting)
    builder.getOrCreate()
    started = engine_named("spark")
    yield started
    started.close()


def test_spark_gives_the_agreed_figures(spark):
    position = golden_position(spark, reference_policy(), "references")
    kpi = agreed_kpi()

    for name in TABLES:
        assert found(spark, position, name) == agreed(name)
    assert kpi_found(position.home, kpi["home"]) == kpi["home"]
    for currency, figures in kpi["by_currency"].items():
        assert kpi_found(position.kpi[currency], figures) == figures
