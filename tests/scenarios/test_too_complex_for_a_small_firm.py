"""Complaint 18: small firms give up, for they would first have to set the system up."""

import csv
import json

from sheets import xlsx
from typer.testing import CliRunner

from duecourse.cli.main import app

SHEET = """
应收账款明细表
单位：元 | | | | | | 截止日期：2026年3月31日
客户名称 | 发票号码 | 开票日期 | 账期 | 价税合计 | 已收金额 | 业务员 | 备注
桦木公司 | 0001 | 2026.1.5 | 月结30天 | 10,000.00 | 4,000.00 | 王芳 |
 | 0002 | 2026/1/20 | 月结30天 | ¥5,000 | - | | 含运费
小计 | | | | 15,000.00 | 4,000.00
雪松贸易 | 0003 | n:46082 | 30 | 1.2万 | | 李强 |
白蜡五金 | 0004 | 2025.12.1 | 30 | 800 | | 李强 |
合 计 | | | | 27,800.00 | 4,000.00
制表人：赵一 | | | | 审核人：
"""


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sheet_as_it_is_kept_becomes_a_report_in_one_command(tmp_path):
    sheet = xlsx(tmp_path / "应收.xlsx", {"明细": SHEET}, merged=["A1:H1", "A4:A5"])
    out = tmp_path / "report"

    done = CliRunner().invoke(
        app, ["review", str(sheet), "--as-of", "2026-03-31", "--out", str(out), "--no-pdf"]
    )

    # Clean, with two rows named: the sums of the sheet are not counted a second time.
    assert done.exit_code == 0, done.output
    assert [row["row"] for row in read(out / "problems.csv")] == ["6", "9"]
    # No policy, no mapping, no currency was asked for. 6,000 + 5,000 are 29 days late, 12,000 fall
    # due today, 800 are 90 days late.
    aging = {
        (row["customer_id"], row["bucket"]): row["open_amount"] for row in read(out / "aging.csv")
    }
    assert aging == {
        ("桦木公司", "1-30"): "11000.00",
        ("雪松贸易", "current"): "12000.00",
        ("白蜡五金", "61-90"): "800.00",
    }
    assert len(read(out / "customers.csv")) == 3
    assert [(row["invoice_id"], row["level"]) for row in read(out / "dunning.csv")] == [
        ("0004", "reminder")
    ]
    figures = json.loads((out / "kpi.json").read_text("utf-8"))
    assert figures["home_currency"] == "CNY"
    assert figures["home"]["open_amount"] == 23_800
    report = (out / "report.html").read_text("utf-8")
    assert "雪松贸易" in report
