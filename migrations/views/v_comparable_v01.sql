CREATE VIEW v_comparable AS
SELECT
    c.form,
    c.block,
    c.item,
    c.measure,
    w.label,
    w.measure_label,
    c.other_form,
    nullif(c.other_block, '') AS other_block,
    nullif(c.other_item, '') AS other_item,
    nullif(c.other_measure, '') AS other_measure,
    o.label AS other_label,
    o.measure_label AS other_measure_label,
    c.how,
    c.note_zh,
    c.note_en
FROM comparability c
LEFT JOIN vocabulary w
    ON w.form = c.form AND w.block = c.block AND w.item = c.item AND w.measure = c.measure
LEFT JOIN vocabulary o
    ON o.form = c.other_form AND o.block = c.other_block AND o.item = c.other_item AND o.measure = c.other_measure;

COMMENT ON VIEW v_comparable IS '各格式之间哪些数值可比，哪些不可比 / What may be compared across the generations of the form, and what may not';
COMMENT ON COLUMN v_comparable.form IS '格式 / Generation of the form';
COMMENT ON COLUMN v_comparable.block IS '部分，正文事实为 facts / Part of the form; facts: v_facts';
COMMENT ON COLUMN v_comparable.item IS '行代码或事实代码 / Code of the row, or key of the fact';
COMMENT ON COLUMN v_comparable.measure IS '列代码，单列为空串 / Code of the column; empty in a table of one column';
COMMENT ON COLUMN v_comparable.label IS '行名 / Printed label of the row';
COMMENT ON COLUMN v_comparable.measure_label IS '列名 / Printed label of the column';
COMMENT ON COLUMN v_comparable.other_form IS '对照格式 / The other form';
COMMENT ON COLUMN v_comparable.other_block IS '对照部分，无对应为空 / Part there, NULL: no counterpart';
COMMENT ON COLUMN v_comparable.other_item IS '对照行代码 / Code of the row there';
COMMENT ON COLUMN v_comparable.other_measure IS '对照列代码 / Code of the column there';
COMMENT ON COLUMN v_comparable.other_label IS '对照行名 / Printed label there';
COMMENT ON COLUMN v_comparable.other_measure_label IS '对照列名 / Printed label of the column there';
COMMENT ON COLUMN v_comparable.how IS 'same 定义相同，similar 相近（见说明），sum 对照相同的各行相加后可比，none 不可比 / same; similar, see the note; sum: only the sum of all codes with this counterpart; none: not to be compared';
COMMENT ON COLUMN v_comparable.note_zh IS '说明（中文） / Why and how, in Chinese';
COMMENT ON COLUMN v_comparable.note_en IS '说明（英文） / Why and how, in English';
