CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
;
CREATE TABLE papers (
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	script TEXT NOT NULL, province TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_papers PRIMARY KEY (slug), 
	CONSTRAINT ck_papers_script CHECK (script IN ('', 'hans', 'hant'))
)
;
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	started DATETIME NOT NULL, 
	finished DATETIME, 
	command TEXT NOT NULL, 
	counts JSON NOT NULL, 
	exit_code INTEGER, host TEXT, pid INTEGER, version TEXT, papers JSON, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
)
;
CREATE TABLE issues (
	id INTEGER NOT NULL, 
	paper TEXT NOT NULL, 
	date DATE NOT NULL, 
	edition TEXT NOT NULL, 
	number TEXT, 
	page_count INTEGER, 
	url TEXT, 
	promised JSON NOT NULL, 
	first_seen DATETIME NOT NULL, 
	checked_at DATETIME, 
	sha256 TEXT, unproved BOOLEAN DEFAULT 0 NOT NULL, read_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_issues PRIMARY KEY (id), 
	CONSTRAINT fk_issues_paper_papers FOREIGN KEY(paper) REFERENCES papers (slug), 
	CONSTRAINT uq_issues_paper_date_edition UNIQUE (paper, date, edition), 
	CONSTRAINT ck_issues_page_count CHECK (page_count >= 0)
)
;
CREATE TABLE captures (
	id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	fetched_at DATETIME NOT NULL, 
	status INTEGER NOT NULL, 
	warc TEXT NOT NULL, 
	"offset" BIGINT NOT NULL, 
	length BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	issue_id INTEGER, 
	CONSTRAINT pk_captures PRIMARY KEY (id), 
	CONSTRAINT fk_captures_issue_id_issues FOREIGN KEY(issue_id) REFERENCES issues (id), 
	CONSTRAINT uq_captures_warc_offset UNIQUE (warc, "offset"), 
	CONSTRAINT ck_captures_place CHECK ("offset" >= 0 AND length >= 0)
)
;
CREATE INDEX ix_captures_issue_id ON captures (issue_id)
;
CREATE TABLE pages (
	id INTEGER NOT NULL, 
	issue_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	url TEXT NOT NULL, 
	image_url TEXT, 
	pdf_url TEXT, 
	checked_at DATETIME NOT NULL, 
	sha256 TEXT, read_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_pages PRIMARY KEY (id), 
	CONSTRAINT fk_pages_issue_id_issues FOREIGN KEY(issue_id) REFERENCES issues (id), 
	CONSTRAINT uq_pages_issue_id_sequence UNIQUE (issue_id, sequence)
)
;
CREATE TABLE articles (
	id INTEGER NOT NULL, 
	issue_id INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	cite_id TEXT NOT NULL, 
	url TEXT NOT NULL, 
	content_key TEXT, 
	reprint_of TEXT, 
	cluster TEXT, 
	script TEXT NOT NULL, 
	char_count INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	first_seen DATETIME NOT NULL, 
	last_seen DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	capture_id INTEGER, 
	kicker TEXT NOT NULL, 
	headline TEXT NOT NULL, 
	subhead TEXT NOT NULL, 
	byline TEXT NOT NULL, 
	authors JSON NOT NULL, 
	dateline TEXT NOT NULL, 
	source TEXT NOT NULL, 
	column_name TEXT NOT NULL, 
	repairs JSON NOT NULL, 
	headline_hans TEXT NOT NULL, 
	body TEXT NOT NULL, 
	body_hans TEXT NOT NULL, read_by TEXT DEFAULT '' NOT NULL, continues TEXT, paper TEXT DEFAULT '' NOT NULL, date DATE DEFAULT '0001-01-01' NOT NULL, 
	CONSTRAINT pk_articles PRIMARY KEY (id), 
	CONSTRAINT fk_articles_capture_id_captures FOREIGN KEY(capture_id) REFERENCES captures (id), 
	CONSTRAINT fk_articles_issue_id_issues FOREIGN KEY(issue_id, paper, date) REFERENCES issues (id, paper, date), 
	CONSTRAINT uq_articles_cite_id UNIQUE (cite_id), 
	CONSTRAINT uq_articles_issue_id_source_id UNIQUE (issue_id, source_id), 
	CONSTRAINT ck_articles_script CHECK (script IN ('', 'hans', 'hant', 'mixed')), 
	CONSTRAINT ck_articles_char_count CHECK (char_count >= 0), 
	CONSTRAINT ck_articles_revision CHECK (revision >= 1), 
	CONSTRAINT ck_articles_reprint_of CHECK (reprint_of IS NULL OR reprint_of = coalesce(cluster, ''))
)
;
CREATE INDEX ix_articles_cluster ON articles (cluster) WHERE cluster IS NOT NULL
;
CREATE INDEX ix_articles_content_key_issue_id ON articles (content_key, issue_id)
;
CREATE TABLE texts (
	id INTEGER NOT NULL, 
	content_key TEXT NOT NULL, 
	signature BLOB NOT NULL, 
	CONSTRAINT pk_texts PRIMARY KEY (id), 
	CONSTRAINT uq_texts_content_key UNIQUE (content_key)
)
;
CREATE TABLE bands (
	band BIGINT NOT NULL, 
	text_id INTEGER NOT NULL, 
	CONSTRAINT pk_bands PRIMARY KEY (band, text_id)
)
 WITHOUT ROWID


;
CREATE TABLE pairs (
	text_id INTEGER NOT NULL, 
	like_id INTEGER NOT NULL, 
	similarity DOUBLE NOT NULL, 
	CONSTRAINT pk_pairs PRIMARY KEY (text_id, like_id)
)
 WITHOUT ROWID


;
CREATE TABLE placements (
	id INTEGER NOT NULL, 
	page_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	listed_id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT NOT NULL, 
	area JSON, 
	withdrawn_at DATETIME, share DOUBLE, 
	CONSTRAINT pk_placements PRIMARY KEY (id), 
	CONSTRAINT fk_placements_page_id_pages FOREIGN KEY(page_id) REFERENCES pages (id), 
	CONSTRAINT uq_placements_page_id_position UNIQUE (page_id, position), 
	CONSTRAINT ck_placements_position CHECK (position >= 1), 
	CONSTRAINT ck_placements_share CHECK (share BETWEEN 0 AND 1)
)
;
CREATE TABLE problems (
	id INTEGER NOT NULL, 
	paper TEXT NOT NULL, 
	date DATE NOT NULL, 
	url TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	first_seen DATETIME NOT NULL, 
	last_seen DATETIME NOT NULL, 
	resolved_at DATETIME, 
	capture_id INTEGER, 
	CONSTRAINT pk_problems PRIMARY KEY (id), 
	CONSTRAINT fk_problems_capture_id_captures FOREIGN KEY(capture_id) REFERENCES captures (id), 
	CONSTRAINT uq_problems_paper_date_url_kind UNIQUE (paper, date, url, kind)
)
;
CREATE TABLE aliases (
	issue_id INTEGER NOT NULL, 
	source_id TEXT NOT NULL, 
	article_id INTEGER NOT NULL, 
	cite_id TEXT NOT NULL, 
	url TEXT NOT NULL, 
	CONSTRAINT pk_aliases PRIMARY KEY (issue_id, source_id), 
	CONSTRAINT fk_aliases_article_id_articles FOREIGN KEY(article_id) REFERENCES articles (id), 
	CONSTRAINT fk_aliases_issue_id_issues FOREIGN KEY(issue_id) REFERENCES issues (id)
)
;
CREATE TABLE images (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	caption TEXT NOT NULL, 
	credit TEXT NOT NULL, 
	CONSTRAINT pk_images PRIMARY KEY (id), 
	CONSTRAINT fk_images_article_id_articles FOREIGN KEY(article_id) REFERENCES articles (id), 
	CONSTRAINT uq_images_article_id_position UNIQUE (article_id, position), 
	CONSTRAINT ck_images_position CHECK (position >= 1)
)
;
CREATE TABLE revisions (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	seen_at DATETIME NOT NULL, 
	capture_id INTEGER, 
	kicker TEXT NOT NULL, 
	headline TEXT NOT NULL, 
	subhead TEXT NOT NULL, 
	byline TEXT NOT NULL, 
	authors JSON NOT NULL, 
	dateline TEXT NOT NULL, 
	source TEXT NOT NULL, 
	column_name TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (id), 
	CONSTRAINT fk_revisions_article_id_articles FOREIGN KEY(article_id) REFERENCES articles (id), 
	CONSTRAINT fk_revisions_capture_id_captures FOREIGN KEY(capture_id) REFERENCES captures (id), 
	CONSTRAINT uq_revisions_article_id_revision UNIQUE (article_id, revision), 
	CONSTRAINT ck_revisions_revision CHECK (revision >= 1)
)
;
CREATE VIEW search_source AS SELECT id, search_characters(headline_hans, body_hans) AS characters FROM articles
;
CREATE VIRTUAL TABLE search USING fts5(characters, content='search_source', content_rowid='id', columnsize=0, tokenize='ascii')
;
CREATE TRIGGER search_insert AFTER INSERT ON articles BEGIN INSERT INTO search(rowid, characters) VALUES (new.id, search_characters(new.headline_hans, new.body_hans)); END
;
CREATE TRIGGER search_update AFTER UPDATE OF id, headline_hans, body_hans ON articles WHEN (old.id, old.headline_hans, old.body_hans) <> (new.id, new.headline_hans, new.body_hans) BEGIN INSERT INTO search(search, rowid, characters) VALUES ('delete', old.id, search_characters(old.headline_hans, old.body_hans)); INSERT INTO search(rowid, characters) VALUES (new.id, search_characters(new.headline_hans, new.body_hans)); END
;
CREATE TRIGGER search_delete AFTER DELETE ON articles BEGIN INSERT INTO search(search, rowid, characters) VALUES ('delete', old.id, search_characters(old.headline_hans, old.body_hans)); END
;
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY (name)
)
;
CREATE TABLE spans (
	id INTEGER NOT NULL, 
	paper TEXT NOT NULL, 
	since DATE NOT NULL, 
	until DATE NOT NULL, 
	kind TEXT NOT NULL, 
	why TEXT NOT NULL, 
	asked_at DATETIME NOT NULL, 
	run_id INTEGER, 
	CONSTRAINT pk_spans PRIMARY KEY (id), 
	CONSTRAINT fk_spans_run_id_runs FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT ck_spans_days CHECK (since <= until), 
	CONSTRAINT ck_spans_kind CHECK (kind IN ('cron', 'asked', 'accepted'))
)
;
CREATE INDEX ix_spans_paper_since ON spans (paper, since)
;
CREATE TABLE removals (
	id INTEGER NOT NULL, 
	paper TEXT NOT NULL, 
	date DATE NOT NULL, 
	source_id TEXT NOT NULL, 
	cite_id TEXT NOT NULL, 
	why TEXT NOT NULL, 
	removed_at DATETIME NOT NULL, 
	bytes JSON NOT NULL, 
	CONSTRAINT pk_removals PRIMARY KEY (id), 
	CONSTRAINT uq_removals_cite_id UNIQUE (cite_id)
)
;
CREATE INDEX ix_articles_paper_date ON articles (paper, date)
;
CREATE VIEW printed AS 
SELECT a.cite_id, a.paper, n.name AS paper_name, a.date, i.edition,
       p.number AS page_number, p.name AS page_name, p.sequence, l.position,
       a.headline, a.byline, a.source, a.body, l.share AS share_of_page, a.url
FROM placements l
JOIN pages p ON p.id = l.page_id
JOIN articles a ON a.issue_id = p.issue_id AND a.source_id = l.source_id
JOIN issues i ON i.id = a.issue_id
JOIN papers n ON n.slug = a.paper
UNION ALL
SELECT a.cite_id, a.paper, n.name, a.date, i.edition,
       '', '', NULL, NULL,
       a.headline, a.byline, a.source, a.body, NULL, a.url
FROM articles a
JOIN issues i ON i.id = a.issue_id
JOIN papers n ON n.slug = a.paper
WHERE NOT EXISTS (
  SELECT 1 FROM pages p JOIN placements l ON l.page_id = p.id
  WHERE p.issue_id = a.issue_id AND l.source_id = a.source_id
)
;
CREATE TABLE hosts (
	host TEXT NOT NULL, 
	asked_at DATETIME NOT NULL, 
	next_at DATETIME NOT NULL, 
	in_flight_until DATETIME, 
	holder TEXT, 
	quiet_until DATETIME, 
	crawl_delay DOUBLE NOT NULL, 
	given_up_at DATETIME, 
	given_up_until DATETIME, 
	given_up_kind TEXT, 
	given_up_because TEXT, 
	CONSTRAINT pk_hosts PRIMARY KEY (host)
)
;
CREATE UNIQUE INDEX ix_issues_id_paper_date ON issues (id, paper, date)
;
CREATE INDEX ix_articles_capture_id ON articles (capture_id)
;
CREATE INDEX ix_revisions_capture_id ON revisions (capture_id)
;
CREATE INDEX ix_problems_capture_id ON problems (capture_id)
;
CREATE INDEX ix_aliases_article_id ON aliases (article_id)
;
CREATE INDEX ix_spans_run_id ON spans (run_id)
;
CREATE INDEX ix_articles_guessed ON articles (issue_id) WHERE read_by <> ''
;
CREATE TABLE totals (
	issue_id INTEGER NOT NULL, 
	articles INTEGER NOT NULL, 
	characters BIGINT NOT NULL, 
	CONSTRAINT pk_totals PRIMARY KEY (issue_id), 
	CONSTRAINT fk_totals_issue_id_issues FOREIGN KEY(issue_id) REFERENCES issues (id)
)
;
CREATE TRIGGER totals_insert AFTER INSERT ON articles BEGIN 
INSERT INTO totals (issue_id, articles, characters)
VALUES (new.issue_id, 1, new.char_count + length(new.headline))
ON CONFLICT (issue_id) DO UPDATE SET
    articles = totals.articles + 1, characters = totals.characters + excluded.characters;
 END
;
CREATE TRIGGER totals_update AFTER UPDATE OF issue_id, char_count, headline ON articles WHEN old.issue_id <> new.issue_id OR old.char_count <> new.char_count OR length(old.headline) <> length(new.headline) BEGIN 
UPDATE totals SET articles = articles - 1, characters = characters - old.char_count - length(old.headline)
WHERE issue_id = old.issue_id;
 
INSERT INTO totals (issue_id, articles, characters)
VALUES (new.issue_id, 1, new.char_count + length(new.headline))
ON CONFLICT (issue_id) DO UPDATE SET
    articles = totals.articles + 1, characters = totals.characters + excluded.characters;
 DELETE FROM totals WHERE issue_id = old.issue_id AND articles = 0; END
;
CREATE TRIGGER totals_delete AFTER DELETE ON articles BEGIN 
UPDATE totals SET articles = articles - 1, characters = characters - old.char_count - length(old.headline)
WHERE issue_id = old.issue_id;
 DELETE FROM totals WHERE issue_id = old.issue_id AND articles = 0; END
;
CREATE TABLE mornings (
	paper TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_mornings PRIMARY KEY (paper)
)
;
INSERT INTO alembic_version VALUES ('0016')
;
INSERT INTO meta VALUES ('fingerprint', 'k2.3-s1')