CREATE OR REPLACE VIEW v_facts AS
SELECT
    f.agency_id,
    a.name AS agency,
    f.year,
    f.key,
    f.label,
    f.value,
    f.unit,
    f.approximate,
    f.raw,
    f.quote,
    s.heading,
    f.section,
    f.char_offset,
    f.ordinal,
    v.form,
    v.verdict,
    v.source_url,
    a.kind AS agency_kind,
    a.region_code,
    g.name AS region,
    coalesce(j.standing, v.verdict) AS standing
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN facts f USING (agency_id, year, revision)
JOIN agencies a ON a.id = f.agency_id
LEFT JOIN sections s ON (s.agency_id, s.year, s.revision, s.ordinal) = (f.agency_id, f.year, f.revision, f.section)
LEFT JOIN regions g ON g.code = a.region_code
LEFT JOIN v_judged j ON j.agency_id = r.agency_id AND j.year = r.year
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_facts IS '正文中的数字与文字，现行版本 / Facts from the prose, current revision';
COMMENT ON COLUMN v_facts.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_facts.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_facts.year IS '年度 / Report year';
COMMENT ON COLUMN v_facts.key IS '事实代码，如 requests.received / Code of the fact';
COMMENT ON COLUMN v_facts.label IS '类别（公开信息的类别、建议的层级） / What an open code counts: a category, a level';
COMMENT ON COLUMN v_facts.value IS '数值，文字与区间为空 / Value, NULL for a text and for a range';
COMMENT ON COLUMN v_facts.unit IS '单位 / Unit as printed';
COMMENT ON COLUMN v_facts.approximate IS '约数（余、多、约、万） / Printed as approximate';
COMMENT ON COLUMN v_facts.raw IS '所印文字 / As printed';
COMMENT ON COLUMN v_facts.quote IS '原句 / Sentence as printed';
COMMENT ON COLUMN v_facts.heading IS '所在部分的小标题，引言为空 / Heading of the section, NULL for the preamble';
COMMENT ON COLUMN v_facts.section IS '所在部分，引言为-1 / Ordinal of the section, -1 for the preamble';
COMMENT ON COLUMN v_facts.char_offset IS '在该部分中的字符位置 / Offset in characters within the section';
COMMENT ON COLUMN v_facts.ordinal IS '次序，自0起 / Order, from 0';
COMMENT ON COLUMN v_facts.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_facts.verdict IS '年报结论 / Verdict of the report';
COMMENT ON COLUMN v_facts.source_url IS '来源网址 / URL of the source';
COMMENT ON COLUMN v_facts.agency_kind IS '机关类别 / Kind of the agency';
COMMENT ON COLUMN v_facts.region_code IS '行政区划代码 / Code of the region';
COMMENT ON COLUMN v_facts.region IS '行政区划名称 / Name of the region';
COMMENT ON COLUMN v_facts.standing IS '结论与人工裁定：见 v_reports.standing / Verdict and decisions of people, see v_reports.standing';
