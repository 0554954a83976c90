"""Files sent to the pages of importing, typed by hand, and what the pages answer."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from sheets import xlsx

MARCH = """
应收账款明细 | | | | 截止日期：2026-03-31
客户名称 | 发票号码 | 开票日期 | 到期日 | 价税合计
甲木泵业 | F1 | 2026-01-05 | 2026-02-04 | 1200.50
甲木泵业 | F2 | 2026-02-05 | 2026-03-07 | 800
乙木阀门 | F3 | 2026-02-10 | 2026-13-12 | 99.99
合计 | | | | 2100.49
"""
FOREIGN = (
    "Beleg;Konto;Vom;Bis;Wert\nR1;K1;05.01.2026;04.02.2026;12,50\nR2;K1;06.01.2026;05.02.2026;9\n"
)
INVOICES = (
    "invoice_id,customer_id,issued_on,due_on,currency,amount\n"
    "I1,K1,2025-11-01,2025-12-01,CNY,1000\n"
)


def workbook(tmp_path, text=MARCH, name="march.xlsx"):
    path = xlsx(tmp_path / name, {"应收": text})
    return SimpleUploadedFile(name, path.read_bytes())


def send(client, *files):
    return client.post(reverse("import-upload"), {"files": list(files)})


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = answer.content.decode()
    assert "None" not in text
    assert "web." not in text
    assert ' style="' not in text
    assert not re.search(r"\son\w+=", text)
    return text


def sent_and_seen(client, *files):
    answer = send(client, *files)
    return answer.url, page(client, answer.url)
