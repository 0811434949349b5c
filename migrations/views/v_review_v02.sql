CREATE OR REPLACE VIEW v_review AS
SELECT
    x.agency_id,
    a.name AS agency,
    x.year,
    x.channel,
    w.label,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('review.' || x.channel || '.upheld') THEN x.upheld
        ELSE (j.cells ->> ('review.' || x.channel || '.upheld'))::bigint
    END AS upheld,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('review.' || x.channel || '.corrected') THEN x.corrected
        ELSE (j.cells ->> ('review.' || x.channel || '.corrected'))::bigint
    END AS corrected,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('review.' || x.channel || '.other') THEN x.other
        ELSE (j.cells ->> ('review.' || x.channel || '.other'))::bigint
    END AS other,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('review.' || x.channel || '.pending') THEN x.pending
        ELSE (j.cells ->> ('review.' || x.channel || '.pending'))::bigint
    END AS pending,
    CASE
        WHEN j.cells IS NULL OR NOT j.cells ? ('review.' || x.channel || '.total') THEN x.total
        ELSE (j.cells ->> ('review.' || x.channel || '.total'))::bigint
    END AS total,
    v.form,
    v.verdict,
    w.position,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    coalesce(j.standing, v.verdict) AS standing,
    CASE
        WHEN j.cells IS NULL THEN false
        ELSE j.cells ?| ARRAY[
            'review.' || x.channel || '.upheld',
            'review.' || x.channel || '.corrected',
            'review.' || x.channel || '.other',
            'review.' || x.channel || '.pending',
            'review.' || x.channel || '.total'
        ]
    END AS was_corrected
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN review_rows x USING (agency_id, year, revision)
JOIN agencies a ON a.id = x.agency_id
LEFT JOIN vocabulary w
    ON w.form = '2021' AND w.block = 'review' AND w.item = x.channel AND w.measure = 'total'
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
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
COMMENT ON COLUMN v_review.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_review.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_review.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_review.standing IS '结论与人工裁定：见 v_reports.standing / Verdict and decisions of people, see v_reports.standing';
COMMENT ON COLUMN v_review.was_corrected IS '本行有经人工更正的数值 / A number of this row was corrected by a person';
