-- the rows of make bench-site; parameters: sites, agencies, per_site, digest, first, last
INSERT INTO sites
    (name, title) SELECT 'bench' || n, '测试门户' || n FROM 
    generate_series(1, CAST(:sites AS int)) n;
INSERT INTO runs
    (site, command, status, started_at, finished_at, exit_code, pid, host, reports_found)
SELECT 'bench' || n, 'crawl', 'finished', now(), now(), 0, 1, 'bench', 1000 FROM 
    generate_series(1, CAST(:sites AS int)) n;
INSERT INTO agencies
    (name, kind) SELECT '测试市第' || n || '局', 'department' FROM 
    generate_series(1, CAST(:agencies AS int)) n;
INSERT INTO objects
    (sha256, size, media_type, first_seen, storage_key) VALUES (:digest, 1, 'text/html', now(), '-');
INSERT INTO readings
    (sha256, context_digest, reader_version, verdict, form, carrier, media_type, agency_id, year,
    cells, errors, outcome_digest, result)
SELECT :digest, a.id || '-' || y, 'bench', 'accepted', '2021', 'html', 'text/html', a.id, y, 200, 0, '-', '{}'
FROM agencies a CROSS JOIN generate_series(CAST(:first AS int), CAST(:last AS int)) y;
INSERT INTO captures
    (site, url, url_key, final_url, status, fetched_at, kind, role, sha256, revisit, context_digest)
SELECT 'bench1', 'http://www.example.gov.cn/' || id, id::text, 'http://www.example.gov.cn/' || id, 200, now(),
    'http_body', 'article', :digest, false, context_digest
FROM readings;
INSERT INTO reports
    (agency_id, year, revision, first_seen) SELECT agency_id, year, 1, now() FROM readings;
INSERT INTO revisions
    (agency_id, year, revision, form, verdict, reason, headline, source_url, site, sha256,
    reading_id, reader_version, data_digest)
SELECT agency_id, year, 1, '2021', CASE WHEN id % 10 = 0 THEN 'review' ELSE 'accepted' END,
    CASE WHEN id % 10 = 0 THEN 'I1_row_total' END, '测试市某局年度报告', 'http://www.example.gov.cn/' || id,
    'bench' || (1 + (agency_id - 1) / CAST(:per_site AS int)), :digest, id, 'bench', id::text
FROM readings;
INSERT INTO report_sources
    (agency_id, year, url_key, url, site, sha256, reading_id, role, archived, chosen, first_seen)
SELECT agency_id, year, reading_id::text, source_url, site, sha256, reading_id, 'article', false, true, now()
FROM revisions;
INSERT INTO findings
    (reading_id, agency_id, year, rule, severity, cause, place, left_value, right_value, detail)
SELECT reading_id, agency_id, year, 'I1_row_total', 'error', 'published', 'applications.granted', 7, 8, '7 is not 8'
FROM revisions WHERE verdict = 'review';
INSERT INTO application_rows
    (agency_id, year, revision, item, natural_person, commercial_enterprise,
    research_institution, public_interest_org, legal_service, other_org, total)
SELECT DISTINCT v.agency_id, v.year, 1, w.item, v.reading_id % 90, 0, 0, 1, NULL::int, 0, v.reading_id % 90 + 1
FROM revisions v JOIN vocabulary w ON w.form = '2021' AND w.block = 'applications';
INSERT INTO review_rows
    (agency_id, year, revision, channel, upheld, corrected, other, pending, total)
SELECT DISTINCT v.agency_id, v.year, 1, w.item, 1, 0, 2, 0, 3
FROM revisions v JOIN vocabulary w ON w.form = '2021' AND w.block = 'review';
INSERT INTO disclosure_rows
    (agency_id, year, revision, item, issued, repealed, in_force, handled)
SELECT DISTINCT v.agency_id, v.year, 1, w.item, 0, 0, 5, 100
FROM revisions v JOIN vocabulary w ON w.form = '2021' AND w.block = 'disclosure';
INSERT INTO cells
    (agency_id, year, revision, path, table_no, row_no, col_no, raw)
SELECT v.agency_id, v.year, 1, w.block || '.' || w.item || '.' || w.measure, 1, w.position / 7, w.position % 7, '1'
FROM revisions v JOIN vocabulary w ON w.form = '2021';
ANALYZE;
