CREATE OR REPLACE VIEW v_cells AS
SELECT
    x.agency_id,
    a.name AS agency,
    x.year,
    x.path,
    x.raw,
    x.note,
    x.unit,
    x.confidence,
    v.sha256,
    v.source_url,
    x.page,
    x.table_no,
    x.row_no,
    x.col_no,
    x.line_no,
    CASE split_part(x.path, '.', 1)
        WHEN 'disclosure' THEN (
            SELECT (to_jsonb(t) ->> regexp_replace(x.path, '^.*[.]', ''))::numeric FROM disclosure_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.item = regexp_replace(x.path, '^[^.]+[.](.*)[.][^.]+$', '\1')
        )
        WHEN 'applications' THEN (
            SELECT (to_jsonb(t) ->> regexp_replace(x.path, '^.*[.]', ''))::numeric FROM application_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.item = regexp_replace(x.path, '^[^.]+[.](.*)[.][^.]+$', '\1')
        )
        WHEN 'review' THEN (
            SELECT (to_jsonb(t) ->> regexp_replace(x.path, '^.*[.]', ''))::numeric FROM review_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.channel = regexp_replace(x.path, '^[^.]+[.](.*)[.][^.]+$', '\1')
        )
        WHEN 'indicators' THEN (
            SELECT (to_jsonb(t) ->> 'value')::numeric FROM indicator_rows t
            WHERE t.agency_id = x.agency_id AND t.year = x.year AND t.revision = x.revision
                AND t.code = substr(x.path, 12)
        )
    END AS read_value,
    c.decision_id IS NOT NULL AS was_corrected,
    c.value AS corrected_value,
    c.why AS corrected_why,
    c.evidence AS corrected_evidence,
    c.decided_by AS corrected_by
FROM reports r
JOIN revisions v USING (agency_id, year, revision)
JOIN cells x USING (agency_id, year, revision)
JOIN agencies a ON a.id = x.agency_id
LEFT JOIN v_decisions c
    ON c.decision = 'corrected' AND c.state = 'in_force'
    AND c.agency_id = x.agency_id AND c.year = x.year AND c.place = x.path
WHERE r.withdrawn_at IS NULL;

COMMENT ON VIEW v_cells IS '每个单元格的出处，现行版本 / Where every number was read, current revision';
COMMENT ON COLUMN v_cells.agency_id IS '机关编号 / Agency';
COMMENT ON COLUMN v_cells.agency IS '机关规范名称 / Canonical name of the agency';
COMMENT ON COLUMN v_cells.year IS '年度 / Report year';
COMMENT ON COLUMN v_cells.path IS '代码路径，如 applications.granted.total / Path of codes';
COMMENT ON COLUMN v_cells.raw IS '所印文字 / Text as printed';
COMMENT ON COLUMN v_cells.note IS '数字旁的说明 / Note beside the number';
COMMENT ON COLUMN v_cells.unit IS '单元格内所印单位 / Unit printed in the cell';
COMMENT ON COLUMN v_cells.confidence IS '识别置信度，非识别为空 / Confidence of the recogniser, NULL for exact text';
COMMENT ON COLUMN v_cells.sha256 IS '原始文件摘要 / Object that holds the cell';
COMMENT ON COLUMN v_cells.source_url IS '来源网址 / URL of the source';
COMMENT ON COLUMN v_cells.page IS '页，自1起 / Page, from 1';
COMMENT ON COLUMN v_cells.table_no IS '表，自0起 / Table, from 0';
COMMENT ON COLUMN v_cells.row_no IS '行，自0起 / Row, from 0';
COMMENT ON COLUMN v_cells.col_no IS '列，自0起 / Column, from 0';
COMMENT ON COLUMN v_cells.line_no IS '文本行，自0起 / Line of text, from 0';
COMMENT ON COLUMN v_cells.read_value IS '所读数值，更正前 / Value as read, before any correction';
COMMENT ON COLUMN v_cells.was_corrected IS '经人工更正 / Whether a person corrected it';
COMMENT ON COLUMN v_cells.corrected_value IS '更正后数值，更正为空白则为空 / Corrected value; NULL where none, or where the cell is really blank';
COMMENT ON COLUMN v_cells.corrected_why IS '更正理由 / Reason of the correction';
COMMENT ON COLUMN v_cells.corrected_evidence IS '更正证据 / Evidence of the correction';
COMMENT ON COLUMN v_cells.corrected_by IS '更正人 / Who corrected it';
