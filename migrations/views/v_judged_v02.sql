CREATE OR REPLACE VIEW v_judged AS
SELECT
    d.agency_id,
    d.year,
    count(*) AS decisions,
    count(*) FILTER (WHERE d.decision = 'corrected') AS corrected_cells,
    jsonb_object_agg(d.place, d.value) FILTER (WHERE d.decision = 'corrected') AS cells,
    -- a function: its look at the findings is planned where there is a decision, not in every query
    judged_standing(
        d.agency_id, d.year, min(v.verdict), min(v.reason),
        array_agg(d.place) FILTER (WHERE d.decision = 'corrected')
    ) AS standing
FROM v_decisions d
JOIN reports r ON r.agency_id = d.agency_id AND r.year = d.year AND r.withdrawn_at IS NULL
JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
WHERE d.state = 'in_force'
GROUP BY d.agency_id, d.year;

COMMENT ON VIEW v_judged IS '有有效人工裁定的年报 / Reports with decisions of people that hold; the other views build on it';
COMMENT ON COLUMN v_judged.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_judged.year IS '年度 / Report year';
COMMENT ON COLUMN v_judged.decisions IS '有效裁定数 / Decisions that hold';
COMMENT ON COLUMN v_judged.corrected_cells IS '经更正单元格数 / Corrected cells';
COMMENT ON COLUMN v_judged.cells IS '更正：代码路径至数值 / Corrections, path of codes to value';
COMMENT ON COLUMN v_judged.standing IS '见 v_reports.standing / See v_reports.standing';
