-- Aging, DSO and payment behaviour of one day, as somebody who knows DuckDB and the definitions
-- would write them for a ledger in Parquet, money stays exact. {folder} and {day} are filled in.

CREATE VIEW invoices AS FROM '{folder}/invoices.parquet';
CREATE VIEW settlements AS
    SELECT *, coalesce(applied_amount, amount) AS applied FROM '{folder}/settlements.parquet'
    WHERE posted_on <= DATE '{day}' AND status = 'posted'
      AND kind IN ('payment', 'bill', 'credit_note', 'discount', 'write_off', 'set_off', 'reversal');

CREATE TEMP TABLE settled AS
    SELECT invoice_id, sum(applied) AS settled, min(applied) AS lowest,
           bool_or(kind = 'reversal' OR reverses IS NOT NULL) AS reversing
    FROM settlements WHERE invoice_id IS NOT NULL GROUP BY invoice_id;

CREATE TEMP TABLE parted AS
    SELECT invoice_id, part, due_on, amount,
           sum(amount) OVER (PARTITION BY invoice_id ORDER BY due_on, part) AS upto
    FROM '{folder}/due_parts.parquet';

CREATE TEMP TABLE book AS
    SELECT i.invoice_id, i.customer_id, i.currency, i.issued_on, i.due_on,
           CASE WHEN i.issued_on <= DATE '{day}'
                 AND coalesce(i.cancelled_on > DATE '{day}', true) THEN i.amount ELSE 0 END AS amount,
           coalesce(s.settled, 0) AS settled,
           (i.amount > 0 AND i.cancelled_on IS NULL AND i.issued_on <= DATE '{day}'
            AND p.invoice_id IS NULL AND coalesce(s.settled, 0) <= i.amount
            AND coalesce(s.lowest >= 0, true) AND NOT coalesce(s.reversing, false)) AS simple
    FROM invoices i
    LEFT JOIN settled s USING (invoice_id)
    LEFT JOIN (SELECT DISTINCT invoice_id FROM parted) p USING (invoice_id);

CREATE TEMP TABLE parts AS
    SELECT b.invoice_id, b.customer_id, b.currency, p.due_on, p.amount,
           p.upto - p.amount AS lower, p.upto AS upper, b.settled
    FROM book b JOIN parted p USING (invoice_id) WHERE b.amount > 0
    UNION ALL
    SELECT invoice_id, customer_id, currency, due_on, amount, 0, amount, settled
    FROM book ANTI JOIN parted USING (invoice_id) WHERE NOT simple AND amount > 0;

CREATE TEMP TABLE open AS
    SELECT invoice_id, customer_id, currency, due_on, amount - settled AS owed
    FROM book WHERE simple AND settled < amount
    UNION ALL
    SELECT invoice_id, customer_id, currency, due_on,
           amount - (CASE WHEN lower > 0 THEN greatest(least(settled, upper), lower)
                          ELSE least(settled, upper) END - lower)
    FROM parts
    WHERE amount - (CASE WHEN lower > 0 THEN greatest(least(settled, upper), lower)
                         ELSE least(settled, upper) END - lower) > 0;

CREATE TEMP TABLE aging AS
    SELECT customer_id, currency, bucket, sum(owed) AS open_amount FROM (
        SELECT customer_id, currency, owed,
               CASE WHEN due_on >= DATE '{day}' THEN 'current'
                    WHEN DATE '{day}' - due_on <= 30 THEN '1-30'
                    WHEN DATE '{day}' - due_on <= 60 THEN '31-60'
                    WHEN DATE '{day}' - due_on <= 90 THEN '61-90' ELSE '90+' END AS bucket
        FROM open
        UNION ALL
        SELECT customer_id, currency,
               CASE WHEN amount > 0 THEN least(amount - settled, 0) ELSE amount - settled END,
               'unallocated'
        FROM book WHERE NOT simple
        UNION ALL
        SELECT customer_id, currency, -amount, 'unallocated'
        FROM settlements WHERE invoice_id IS NULL AND order_id IS NULL)
    GROUP BY ALL HAVING sum(owed) <> 0;

CREATE TEMP TABLE sales AS
    SELECT currency, date_trunc('month', issued_on)::DATE AS month, sum(amount) AS sales,
           sum(amount) FILTER (issued_on > DATE '{day}' - 90) AS quarter
    FROM book WHERE amount > 0 GROUP BY ALL;

CREATE TEMP TABLE owed AS
    SELECT currency, sum(owed) AS receivable,
           sum(owed) FILTER (due_on < DATE '{day}') AS overdue FROM open GROUP BY currency;

CREATE TEMP TABLE standing AS
    SELECT * FROM settlements s SEMI JOIN (SELECT invoice_id FROM book WHERE NOT simple) USING (invoice_id)
    WHERE kind <> 'reversal' AND reverses IS NULL
      AND NOT EXISTS (FROM settlements r WHERE r.reverses = s.settlement_id);

CREATE TEMP TABLE paid AS
    SELECT s.customer_id, s.invoice_id, s.posted_on, greatest(s.posted_on - b.due_on, 0) AS late,
           s.applied::DOUBLE AS weight, false AS overdue
    FROM settlements s JOIN book b USING (invoice_id)
    WHERE b.simple AND s.posted_on > DATE '{day}' - 365
      AND s.kind IN ('payment', 'bill', 'set_off', 'write_off')
    UNION ALL
    SELECT p.customer_id, s.invoice_id, s.posted_on, greatest(s.posted_on - p.due_on, 0),
           (least(s.upto, p.upper) - greatest(s.upto - s.applied, p.lower))::DOUBLE, false
    FROM (SELECT *, sum(applied) OVER (PARTITION BY invoice_id ORDER BY posted_on, settlement_id) AS upto
          FROM standing) s
    JOIN parts p USING (invoice_id)
    WHERE least(s.upto, p.upper) > greatest(s.upto - s.applied, p.lower)
      AND s.posted_on > DATE '{day}' - 365 AND s.kind IN ('payment', 'bill', 'set_off', 'write_off')
    UNION ALL
    SELECT customer_id, invoice_id, DATE '{day}', DATE '{day}' - due_on,
           (owed - disputed)::DOUBLE, true
    FROM (SELECT o.*, least(coalesce(d.disputed, 0), o.owed) AS disputed
          FROM open o LEFT JOIN
            (SELECT invoice_id, sum(coalesce(amount, 1e12)) AS disputed
             FROM '{folder}/disputes.parquet'
             WHERE opened_on <= DATE '{day}' AND coalesce(closed_on > DATE '{day}', true)
             GROUP BY invoice_id) d USING (invoice_id))
    WHERE due_on < DATE '{day}' AND owed > disputed;

CREATE TEMP TABLE behaviour AS
    SELECT customer_id,
           sum(weight * late) / sum(weight) AS days_beyond_terms,
           sum(weight * late) FILTER (recent) / sum(weight) FILTER (recent) AS days_beyond_terms_recent,
           sum(weight * late) FILTER (base) / sum(weight) FILTER (base) AS days_beyond_terms_base,
           CASE WHEN count(DISTINCT invoice_id) FILTER (recent) >= 3
                 AND count(DISTINCT invoice_id) FILTER (base) >= 3
                THEN sum(weight * late) FILTER (recent) / sum(weight) FILTER (recent)
                   - sum(weight * late) FILTER (base) / sum(weight) FILTER (base) END
               AS days_beyond_terms_change,
           coalesce(sum(weight) FILTER (late > 0), 0) / sum(weight) AS late_share
    FROM (SELECT *, posted_on > DATE '{day}' - 90 AS recent,
                 posted_on <= DATE '{day}' - 90 AND NOT overdue AS base FROM paid)
    GROUP BY customer_id;
