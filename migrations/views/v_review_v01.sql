CREATE VIEW v_review AS
SELECT
    x.agency_id,
    a.name AS agency,
    x.year,
    x.channel,
    w.label,
    x.upheld,
    x.corrected,
    x.other,
    x.pending,
    x.total,
    v.form,
    v.verdict,
    w.position
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN review_rows x USING (agency_id, year, revision)
JOIN agencies a ON a.id = x.agency_id
LEFT JOIN vocabulary w
    ON w.form = '2021' AND w.block = 'review' AND w.item = x.channel AND w.measure = 'total'
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_review IS '行政复议、行政诉讼情况，现行版本，每种途径一行 / Reconsideration and litigation, current revision, one row per channel';
COMMENT ON COLUMN v_review.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_review.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_review.year IS '年度 / Report year';
COMMENT ON COLUMN v_review.channel IS '途径代码，见 vocabulary / Code of the channel, see vocabulary';
COMMENT ON COLUMN v_review.label IS '途径名称 / Printed label of the channel';
COMMENT ON COLUMN v_review.upheld IS '结果维持 / Upheld';
COMMENT ON COLUMN v_review.corrected IS '结果纠正 / Corrected';
COMMENT ON COLUMN v_review.other IS '其他结果 / Other outcome';
COMMENT ON COLUMN v_review.pending IS '尚未审结 / Pending';
COMMENT ON COLUMN v_review.total IS '总计（所印） / Total as printed';
COMMENT ON COLUMN v_review.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_review.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_review.position IS '所印次序 / Printed order';
