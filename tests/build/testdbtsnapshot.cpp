// The same snapshots by Daybook and by dbt itself, where dbt-core and dbt-postgres are installed in the
// Python that DAYBOOK_DBT_PYTHON names, or in python3.
#include "tests/build/fixture.h"
#include "tests/project/dbt.h"

#include <map>

using namespace daybook;
using namespace daybook::test;

namespace {

const QString Query = QStringLiteral("select id, part, name, qty, changed, {{ var('more') }} from src.items");

/// Every strategy with every way of rows that go, and what else changes the statements.
const std::map<QString, QString> &snapshots()
{
    const QString time = QStringLiteral("strategy='timestamp', updated_at='changed'");
    const QString list = QStringLiteral("strategy='check', check_cols=['name', 'qty']");
    const QString all = QStringLiteral("strategy='check', check_cols='all'");
    const QString one = QStringLiteral(", unique_key='id * 10 + part'");
    const QString two = QStringLiteral(", unique_key=['id', 'part']");
    const QString far = QStringLiteral(", dbt_valid_to_current=\"'9999-01-01'::timestamp\"");
    const QString names =
        QStringLiteral(", snapshot_meta_column_names={'dbt_valid_from': 'since', 'dbt_valid_to': "
                       "'until', 'dbt_scd_id': 'version', 'dbt_updated_at': 'at', 'dbt_is_deleted': "
                       "'gone'}");
    const QString ends = QStringLiteral(", hard_deletes='invalidate'");
    const QString marks = QStringLiteral(", hard_deletes='new_record'");
    static const std::map<QString, QString> known{
        {QStringLiteral("t_ignore"), time + one},
        {QStringLiteral("t_ends"), time + two + ends},
        {QStringLiteral("t_marks"), time + one + marks},
        {QStringLiteral("t_marks_two"), time + two + marks + names},
        {QStringLiteral("t_far"), time + one + ends + far},
        {QStringLiteral("t_far_marks"), time + two + marks + far},
        {QStringLiteral("c_list"), list + one},
        {QStringLiteral("c_ends"), list + two + ends + names},
        {QStringLiteral("c_marks"), list + one + marks},
        {QStringLiteral("c_far"), list + two + marks + far},
        {QStringLiteral("c_all"), all + two + ends},
        {QStringLiteral("c_time"), all + one + QStringLiteral(", updated_at='changed'") + marks},
    };
    return known;
}

/// The last: nothing changes but the columns.
const char *const Days[] = {"(1, 1, 'a', 1, '2020-01-01'), (1, 2, 'b', 2, '2020-01-01'), (2, 1, null, 3, "
                            "'2020-01-01'), (3, 1, 'x', null, "
                            "'2020-01-01 10:00:00.123456')",
                            "(1, 1, 'a', 1, '2020-01-01'), (2, 1, 'c', 3, '2020-01-02'), (3, 1, 'x', 4, "
                            "'2020-01-02'), (4, 1, 'new', 5, "
                            "'2020-01-02')",
                            "(1, 1, 'a', 9, '2020-01-03'), (1, 2, 'b', 2, '2020-01-03'), (2, 1, null, 3, "
                            "'2020-01-03'), (3, 1, 'x', 4, "
                            "'2020-01-02')",
                            "(1, 1, 'a', 9, '2020-01-03'), (1, 2, 'b', 2, '2020-01-03'), (2, 1, null, 3, "
                            "'2020-01-03'), (3, 1, 'x', 4, "
                            "'2020-01-02')"};

struct Shop
{
    Shop()
    {
        shop.write(QStringLiteral("profiles.yml"),
                   QStringLiteral(
                       "shop: {target: dev, outputs: {dev: {type: postgres, host: '%1', port: 5432, user: "
                       "daybook, password: none, dbname: %2, schema: theirs, threads: 2}}}\n")
                       .arg(TemporaryServer::shared().directory(), shop.database.name()));
        QString all;
        for (const auto &[name, config] : snapshots())
            all += QStringLiteral("{% snapshot %1 %}{{ config(%2) }}\n%3\n{% endsnapshot %}\n")
                       .arg(name, config, Query);
        shop.write(QStringLiteral("snapshots/all.sql"), all);
        shop.database.run(
            QStringLiteral("create schema src; create table src.items (id integer, part integer, name "
                           "varchar(10), qty numeric(12, 2), changed timestamp)"));
    }

    void bring(int day) const
    {
        shop.database.run(QStringLiteral("truncate src.items; insert into src.items values ") +
                          QString::fromUtf8(Days[day]));
        // On the last day the query has another column.
        shop.write(QStringLiteral("dbt_project.yml"),
                   QStringLiteral(
                       "name: shop\nversion: '1.0'\nconfig-version: 2\nprofile: shop\nvars: {more: \"%1\"}\n")
                       .arg(QString::fromUtf8(day < 3 ? "1 as one" : "1 as one, 'more'::text as more")));
    }

    void runDbt() const
    {
        QProcess process;
        process.setWorkingDirectory(shop.folder.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(dbtPython(), {QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/build/dbtrun.py"),
                                    QStringLiteral("snapshot")});
        REQUIRE(process.waitForFinished(-1));
        INFO(process.readAll().right(4000).toStdString());
        REQUIRE(process.exitCode() == 0);
    }

    /// All rows of a snapshot, with a word for the times of its runs' clocks, and for the ids that depend on
    /// them.
    QString rows(const QString &schema, const QString &name) const
    {
        const bool renamed = snapshots().at(name).contains(QStringLiteral("snapshot_meta"));
        const auto meta = [&](const char *standard, const char *own) {
            return QString::fromUtf8(renamed ? own : standard);
        };
        const auto time = [](const QString &column) {
            return QStringLiteral(
                       "case when %1 between '2022-01-01' and '9000-01-01' then 'clock' else %1::text end")
                .arg(column);
        };
        const bool marks = snapshots().at(name).contains(QStringLiteral("new_record"));
        const QString at = meta("dbt_updated_at", "at");
        return shop.database.table(
            QStringLiteral(
                "select to_jsonb(s) - '%1'::text - '%2'::text - '%3'::text - '%4'::text, %5, %6, %7, case "
                "when "
                "%1 < '2022-01-01' then %4 end, row_number() over (partition by id, part order by %2, %3)%8 "
                "from %9.%10 s order by id, part, %2, %3")
                .arg(at, meta("dbt_valid_from", "since"), meta("dbt_valid_to", "until"),
                     meta("dbt_scd_id", "version"), time(at), time(meta("dbt_valid_from", "since")),
                     time(meta("dbt_valid_to", "until")),
                     marks ? QStringLiteral(", ") + meta("dbt_is_deleted", "gone") : QString(), schema,
                     name));
    }

    QString columns(const QString &schema, const QString &name) const
    {
        return shop.database.table(
            QStringLiteral(
                "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = "
                "'%1.%2'::regclass and attnum > 0 order by attnum")
                .arg(schema, name));
    }

    BuildFixture shop;
};

} // namespace

TEST_CASE("Daybook and dbt keep the same history, and Daybook goes on with dbt's")
{
    if (!hasDbt())
        return;
    const bool goesOn = GENERATE(false, true);
    const Shop shop;
    for (int day = 0; day < 4; ++day) {
        shop.bring(day);
        shop.runDbt();
        if (day == 0 && goesOn) {
            shop.shop.database.run(QStringLiteral("create schema close"));
            for (const auto &[name, config] : snapshots())
                shop.shop.database.run(QStringLiteral("create table close.%1 as table theirs.%1").arg(name));
        } else {
            REQUIRE(shop.shop.build().state == build::RunState::Published);
        }
        for (const auto &[name, config] : snapshots()) {
            INFO(day << ' ' << name.toStdString() << ": " << config.toStdString());
            CHECK(shop.rows(QStringLiteral("close"), name) == shop.rows(QStringLiteral("theirs"), name));
            CHECK(shop.columns(QStringLiteral("close"), name) ==
                  shop.columns(QStringLiteral("theirs"), name));
        }
    }
}
