CREATE VIEW v_judged AS
SELECT
    d.agency_id,
    d.year,
    count(*) AS decisions,
    count(*) FILTER (WHERE d.decision = 'corrected') AS corrected_cells,
    jsonb_object_agg(d.place, d.value) FILTER (WHERE d.decision = 'corrected') AS cells,
    CASE
        -- every error must be settled, and what stands as the reason of the review
        WHEN min(v.verdict) = 'review' THEN
            CASE
                WHEN (
                    SELECT count(*) > 0 AND bool_and(
                        f.decision IS NOT NULL AND (f.decision <> 'misread' OR EXISTS (
                            SELECT FROM unnest(array_agg(d.place) FILTER (WHERE d.decision = 'corrected')) AS c (place)
                            WHERE c.place || '.' LIKE p.under
                        ))
                    )
                    FROM v_findings f
                    -- the cells that a place such as applications.*.total names, whatever else stands in it
                    CROSS JOIN LATERAL (SELECT replace(replace(replace(replace(f.place, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%') || '.%' AS under) AS p
                    WHERE f.agency_id = d.agency_id AND f.year = d.year
                        AND (f.severity = 'error' OR f.rule = min(v.reason))
                ) THEN 'accepted_by_person'
                ELSE 'review'
            END
        -- a misreading that a person saw and nobody corrected
        WHEN (
            SELECT count(*)
            FROM v_findings f
            CROSS JOIN LATERAL (SELECT replace(replace(replace(replace(f.place, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%') || '.%' AS under) AS p
            WHERE f.agency_id = d.agency_id AND f.year = d.year AND f.decision = 'misread' AND NOT EXISTS (
                SELECT FROM unnest(array_agg(d.place) FILTER (WHERE d.decision = 'corrected')) AS c (place)
                WHERE c.place || '.' LIKE p.under
            )
        ) > 0 THEN 'doubted_by_person'
        ELSE 'accepted'
    END AS standing
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
