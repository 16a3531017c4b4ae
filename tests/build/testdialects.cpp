// What Daybook says to each engine, to the letter: tests/data/dialects/. DAYBOOK_WRITE_EXPECTED=1 writes the
// files anew.
#include "models/build/distribution.h"
#include "models/build/fusion.h"
#include "models/warehouse/shippedsql.h"
#include "tests/build/fixture.h"
#include "tests/build/foreignsql.h"

#include <QFile>

using namespace daybook;
using namespace daybook::test;
using build::Distribution;
using warehouse::Dialect;
using warehouse::Engine;
using warehouse::RelationName;

namespace {

struct Said
{
    QString what;
    QString sql;
};

const QList<std::pair<QString, Dialect>> Dialects{
    {QStringLiteral("postgresql13"), Dialect(Engine::PostgreSQL, 130023)},
    {QStringLiteral("postgresql15"), Dialect(Engine::PostgreSQL, 150020)},
    {QStringLiteral("citus15"), Dialect(Engine::Citus, 150020)},
    {QStringLiteral("redshift"), Dialect(Engine::Redshift, 80002)}};

/// All that Daybook sends to a server that it only reads, beside what the project itself has.
const QStringList Reading{QStringLiteral("session"),           QStringLiteral("dialect"),
                          QStringLiteral("debug/rights"),      QStringLiteral("schema/state"),
                          QStringLiteral("build/freshness"),   QStringLiteral("build/freshness_query"),
                          QStringLiteral("templates/columns"), QStringLiteral("templates/relation")};

project::Project example()
{
    const BuildFixture shop;
    const auto model = [&shop](const char *name, const QString &config) {
        shop.write(QStringLiteral("models/%1.sql").arg(QString::fromUtf8(name)),
                   QStringLiteral("{{ config(%1) }}\nselect 1 as id, 'a' as code -- rows").arg(config));
    };
    model("plain", QStringLiteral("materialized='table'"));
    model("seen", QStringLiteral("materialized='view'"));
    model("late", QStringLiteral("materialized='view', bind=false"));
    model("ledger", QStringLiteral("distributed_by='id', dist='id', sort=['id', 'code'], backup=false"));
    model("entries", QStringLiteral("distributed_by='ID', colocate_with=\"ref('ledger')\", dist='even', "
                                    "sort='id', sort_type='interleaved'"));
    model("codes", QStringLiteral("reference=true, dist='all'"));
    shop.write(QStringLiteral("models/m.yml"),
               QStringLiteral("models:\n  - name: plain\n    columns:\n      - name: id\n        tests:\n"
                              "          - not_null\n          - unique\n          - not_null: {name: few, "
                              "limit: 5, where: id > 1}\n      - name: code\n        tests:\n"
                              "          - accepted_values: {values: [a, b]}\n"));
    return shop.project();
}

QList<Said> saidOf(const project::Node &node, const Dialect &dialect)
{
    const auto lies = Distribution::read(node);
    REQUIRE(lies);
    const RelationName staged{QStringLiteral("daybook_stage"), node.name};
    const QString query = QStringLiteral("select 1 as id, 'a' as code -- rows");
    if (node.materialization() == QStringLiteral("view"))
        return {{node.name, lies->createView(QStringLiteral("view"), staged, query, dialect)},
                {node.name + QStringLiteral(": pointed at what is live"),
                 lies->createView(QStringLiteral("or replace view"), staged, query, dialect)}};
    QList<Said> all{{node.name, lies->createTable(staged, query, dialect)}};
    if (!lies->isSpread() || !dialect.has(Dialect::Feature::Distribution))
        return all;
    std::optional<RelationName> beside;
    if (lies->isBesideModel())
        beside = RelationName{QStringLiteral("daybook_stage"), lies->colocateWith};
    all << Said{node.name + QStringLiteral(": spread"), lies->spreading(staged, beside)}
        << Said{node.name + QStringLiteral(": new rows"),
                build::referenceStatement({QStringLiteral("daybook_stage"), node.name + u'+'})};
    return all;
}

QList<Said> saidTo(const Dialect &dialect)
{
    QList<Said> all{{QStringLiteral("engine"), QStringLiteral("-- %1, %2 MERGE")
                                                   .arg(dialect.name(), dialect.has(Dialect::Feature::Merge)
                                                                            ? QStringLiteral("with")
                                                                            : QStringLiteral("without"))}};
    for (const QString &path : Reading)
        all << Said{path, dialect.shipped(QStringLiteral("system/") + path)};
    const project::Project shop = example();
    std::vector<build::FusableTest> tests;
    std::vector<const project::Node *> nodes;
    for (const project::Node &node : shop.nodes()) {
        if (node.type == project::ResourceType::Model)
            all << saidOf(node, dialect);
        if (node.type != project::ResourceType::Test)
            continue;
        project::CompileContext context;
        context.relationOf = [](const project::Node &each) { return each.relation; };
        const auto compiled = shop.compile(node, context);
        REQUIRE(compiled);
        if (const auto scan = build::sharedScan(node, *compiled, dialect)) {
            nodes.push_back(&node);
            tests.push_back({tests.size(), *scan});
        }
    }
    REQUIRE(tests.size() == 3); // unique looks at more than one row
    all << Said{QStringLiteral("tests that share a scan"), build::fusedStatement(tests, nodes)};
    return all;
}

QString asText(const QList<Said> &all)
{
    QString text;
    for (const Said &one : all)
        text += QStringLiteral("---- %1\n%2\n\n").arg(one.what, one.sql.trimmed());
    return text;
}

} // namespace

TEST_CASE("each engine hears what it is known to hear, to the letter")
{
    for (const auto &[name, dialect] : Dialects) {
        INFO(name.toStdString());
        QFile file(QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/dialects/%1.sql").arg(name));
        const QString said = asText(saidTo(dialect));
        if (qEnvironmentVariableIsSet("DAYBOOK_WRITE_EXPECTED")) {
            REQUIRE(file.open(QIODevice::WriteOnly));
            file.write(said.toUtf8());
            continue;
        }
        REQUIRE(file.open(QIODevice::ReadOnly));
        CHECK(QString::fromUtf8(file.readAll()) == said);
    }
}

TEST_CASE("Redshift hears nothing that it does not have")
{
    for (const Said &one : saidTo(Dialect(Engine::Redshift, 80002))) {
        INFO(one.what.toStdString() << "\n" << one.sql.toStdString());
        CHECK(foreignToRedshift(one.sql).join(QStringLiteral(", ")) == QString());
    }
}

TEST_CASE("what Redshift does not have is noticed")
{
    for (const char *sql : {"select count(*) filter (where true)",
                            "select pg_try_advisory_lock(1)",
                            "insert into t values (1) on conflict do nothing",
                            "notify a",
                            "select pg_notify('a', 'b')",
                            "listen a",
                            "copy t to stdout",
                            "select '{}'::jsonb",
                            "select array[1]",
                            "select null::int[]",
                            "create index on t (a)",
                            "select * from t, lateral (select 1) u",
                            "select * from generate_series(1, 2)",
                            "select now()",
                            "insert into t values (1) returning a",
                            "select exists (select from t)",
                            "selec 1",
                            "alter table a.t set schema b",
                            "update t as u set a = 1",
                            "delete from t u where u.a = 1",
                            "with d as (select 1) delete from t where a in (select * from d)",
                            "merge into t using u on t.a = u.a when matched then delete",
                            "create materialized view v as select 1",
                            "select distinct on (a) a from t",
                            "select * from (values (1)) t (a)",
                            "select a = any (b) from t",
                            "comment on schema s is 'x'",
                            "alter table t alter column a type int",
                            "create table t (a int check (a > 0))",
                            "create table t (a int generated always as identity)",
                            "lock table t in share mode",
                            "select a is distinct from b from t",
                            "with a as materialized (select 1) select * from a",
                            "set local lock_timeout = '1s'",
                            "select 't'::regclass",
                            "select row_to_json(t) from t",
                            "select pid from pg_stat_activity"}) {
        INFO(sql);
        CHECK_FALSE(foreignToRedshift(QString::fromUtf8(sql)).isEmpty());
    }
    CHECK(foreignToRedshift(QStringLiteral("select count(case when a then 1 end) from t")).isEmpty());
}

TEST_CASE("what is sent to Redshift, runs")
{
    // On PostgreSQL, with what Redshift calls otherwise.
    const TemporaryDatabase database;
    database.run(
        QStringLiteral("create function public.getdate() returns timestamp language sql as 'select "
                       "now()::timestamp'; create table t as select now() - interval '90 s' as loaded"));
    const Dialect redshift(Engine::Redshift, 80002);
    const QString field = redshift.shipped(u"system/build/freshness")
                              .arg(QStringLiteral("t"), QStringLiteral("loaded"), QStringLiteral("true"));
    const QString query =
        redshift.shipped(u"system/build/freshness_query").arg(QStringLiteral("select max(loaded) from t"));
    for (const QString &statement : {field, query}) {
        const QString age = database.table(statement).section(QStringLiteral(" | "), 2);
        CHECK(age.toDouble() >= 90);
        CHECK(age.toDouble() < 3690);
    }
    const auto rights = await(
        database.connect()->execute(redshift.shipped(u"system/debug/rights"), {QStringLiteral("public")}));
    REQUIRE(rights);
    CHECK(rights->boolean(0, 5) == true);
    CHECK(rights->isNull(0, 6));
}
