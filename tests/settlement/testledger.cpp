#include "models/settlement/exportdescription.h"
#include "models/settlement/ledgeritemmodel.h"
#include "models/settlement/sourcerow.h"
#include "tests/settlement/fixture.h"
#include "tests/support/await.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;
using namespace daybook::test;

namespace {

const QDate thursday(2026, 11, 19);

/// Rows enough for boundaries, ties in the sort column and NULLs among them; keys as if of a sparse sequence.
const QString manyRows = QStringLiteral(
    "insert into \"정산\".\"결제 원장\" select n * 3, date '2026-11-19', case when n % 1000 = 0 then "
    "null else n % 97 end, timestamptz '2026-11-18 15:00+00' + n * interval '1 ms' from "
    "generate_series(11, 60000) n; create index on \"정산\".\"결제 원장\" (\"영업일\", \"거래ID\")");

LedgerQuery query(const SettlementDatabase &database)
{
    LedgerQuery asked;
    asked.ledger = database.definition().ledgers.first();
    asked.type = QStringLiteral("payment");
    asked.period = {thursday, thursday};
    return asked;
}

/// The cell once it is there; an empty text when it does not come.
QString cell(const LedgerItemModel &model, int row, int column)
{
    const QModelIndex index = model.index(row, column);
    if (!eventually([&] { return !index.data(LedgerItemModel::LoadingRole).toBool(); }, 10'000))
        return {};
    return index.data(RawValueRole).toString();
}

bool open(LedgerItemModel &model, const LedgerQuery &asked)
{
    QSignalSpy loaded(&model, &LedgerItemModel::loaded);
    model.open(asked);
    return eventually([&] { return loaded.size() == 1; });
}

} // namespace

TEST_CASE("a ledger's rows by day and type, with their exact sum, and the way back to the source")
{
    const SettlementDatabase database;
    warehouse::Pool pool(database.spec(), 2);
    LedgerItemModel model(pool);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    REQUIRE(open(model, query(database)));
    CHECK(model.rowCount() == 10);
    CHECK(model.columnCount() == 4);
    CHECK(model.count()->total->toString() == QStringLiteral("5500"));
    CHECK(model.index(1, 2).data().toString() == QStringLiteral("200"));
    // Shown in the report's zone, whatever the machine's is.
    CHECK(model.index(0, 3).data().toString().startsWith(QStringLiteral("2026-11-19 01:00:00")));
    const QString key = model.index(6, 0).data(LedgerItemModel::KeyRole).toString();
    CHECK(key == QStringLiteral("7"));

    const SourceLink link = query(database).ledger.source.value();
    const auto source = await(readSourceRow(&pool, link, key, QTimeZone("Asia/Seoul"), {}));
    REQUIRE(source);
    CHECK(source->fields[2].value == QStringLiteral("row 7"));
    CHECK(source->isUnique);
    CHECK(source->fields[3].shown == QStringLiteral("2026-11-19 00:00:00.25")); // Seoul's, every digit kept
    database.run(QStringLiteral("delete from \"정산\".\"거래내역\" where \"거래ID\" = 7"));
    const auto gone = await(readSourceRow(&pool, link, key, QTimeZone("Asia/Seoul"), {}));
    REQUIRE_FALSE(gone);
    CHECK(gone.error().kind == ErrorKind::Data);
}

TEST_CASE("any row of many is the one the server would show there, in every order")
{
    const SettlementDatabase database;
    database.run(manyRows);
    warehouse::Pool pool(database.spec(), 3);
    const QString all =
        QStringLiteral("select \"거래ID\" from \"정산\".\"결제 원장\" order by %1 offset %2 limit 1");
    const struct
    {
        QString sort;
        bool descending;
        QString order;
    } orders[] = {{{}, false, QStringLiteral("\"영업일\", \"거래ID\"")},
                  {{}, true, QStringLiteral("\"영업일\" desc, \"거래ID\" desc")},
                  {QStringLiteral("금액"), false, QStringLiteral("\"금액\", \"거래ID\"")},
                  {QStringLiteral("금액"), true, QStringLiteral("\"금액\" desc, \"거래ID\" desc")}};
    for (const auto &order : orders) {
        LedgerItemModel model(pool);
        LedgerQuery asked = query(database);
        asked.sortColumn = order.sort;
        asked.descending = order.descending;
        REQUIRE(open(model, asked));
        CHECK(model.rowCount() == 60000);
        CHECK(model.count()->totalsMissing == 60);
        CHECK_FALSE(model.count()->total); // NULLs among the amounts: the sum is not known
        for (const int row : {0, 255, 256, 20000, 4096 * 9 - 1, 4096 * 9, 59930, 59999})
            CHECK(cell(model, row, 0) == database.table(all.arg(order.order).arg(row)));
    }
}

TEST_CASE("a key that repeats shifts no page")
{
    const SettlementDatabase database;
    database.run(
        QStringLiteral("truncate \"정산\".\"결제 원장\"; insert into \"정산\".\"결제 원장\" select n / 5000, "
                       "'2026-11-19', n, now() from generate_series(0, 39999) n"));
    warehouse::Pool pool(database.spec(), 2);
    LedgerItemModel model(pool);
    REQUIRE(open(model, query(database)));
    for (const int row : {20479, 20480, 24999, 25000, 39999})
        CHECK(cell(model, row, 0) == QString::number(row / 5000));
}

TEST_CASE("sorting and filtering are the server's, and keep the old rows until the new are there")
{
    const SettlementDatabase database;
    database.run(manyRows);
    warehouse::Pool pool(database.spec(), 2);
    LedgerItemModel model(pool);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    REQUIRE(open(model, query(database)));
    QSignalSpy loaded(&model, &LedgerItemModel::loaded);
    model.setFilter(QStringLiteral("5999"));
    CHECK(model.rowCount() == 60000);
    REQUIRE(eventually([&] { return loaded.size() == 1; }));
    CHECK(QString::number(model.rowCount()) ==
          database.table(
              QStringLiteral("select count(*) from \"정산\".\"결제 원장\" t where concat_ws('|', t.*) "
                             "like '%5999%'")));
    model.setFilter(QStringLiteral("%_no such text"));
    REQUIRE(eventually([&] { return loaded.size() == 2; }));
    CHECK(model.rowCount() == 0);
    CHECK(model.columnCount() == 4);
    model.setFilter({});
    model.sort(0, Qt::DescendingOrder); // overtakes the one before
    REQUIRE(eventually([&] { return loaded.size() == 3; }));
    CHECK(cell(model, 0, 0) == QStringLiteral("180000"));
    CHECK_FALSE(eventually([&] { return loaded.size() > 3; }, 200));
}

TEST_CASE("scrolling far and wide holds few rows, and asks only for what is looked at last")
{
    const SettlementDatabase database;
    database.run(manyRows);
    warehouse::Pool pool(database.spec(), 2);
    LedgerItemModel model(pool);
    REQUIRE(open(model, query(database)));
    REQUIRE_FALSE(cell(model, 59999, 0).isEmpty());
    QSignalSpy changed(&model, &LedgerItemModel::dataChanged);
    for (int row = 0; row < 59999; row += 256)
        model.index(row, 0).data(Qt::DisplayRole);
    REQUIRE_FALSE(cell(model, 59000, 0).isEmpty());
    CHECK(changed.size() < 10);
}

TEST_CASE("a ledger published anew says so, a lost connection is an error and Retry mends it")
{
    const SettlementDatabase database;
    database.run(manyRows);
    warehouse::Pool pool(database.spec(), 1);
    LedgerItemModel model(pool);
    REQUIRE(open(model, query(database)));
    QSignalSpy replaced(&model, &LedgerItemModel::replaced);
    QSignalSpy failed(&model, &LedgerItemModel::failed);
    database.run(QStringLiteral(
        "create table t as table \"정산\".\"결제 원장\"; drop table \"정산\".\"결제 원장\"; alter "
        "table t set schema \"정산\"; alter table \"정산\".t rename to \"결제 원장\""));
    REQUIRE_FALSE(cell(model, 30000, 0).isEmpty());
    CHECK(replaced.size() >= 1);

    database.run(QStringLiteral("alter table \"정산\".\"결제 원장\" rename to hidden"));
    model.index(45000, 0).data();
    REQUIRE(eventually([&] { return failed.size() >= 1; }));
    CHECK(failed[0][0].value<Error>().kind == ErrorKind::Sql);
    database.run(QStringLiteral("alter table \"정산\".hidden rename to \"결제 원장\""));
    model.retry();
    CHECK_FALSE(cell(model, 45000, 0).isEmpty());
}

TEST_CASE("what is exported stands on its own")
{
    const SettlementDatabase database;
    LedgerQuery asked = query(database);
    asked.filter = QStringLiteral("'; drop");
    Report report;
    report.definition = database.definition();
    report.period = {thursday, thursday};
    const ExportDescription ledger = exportOf(asked, report);
    CHECK(database.run(ledger.sql).rowCount() == 0);
    asked.filter.clear();
    CHECK(database.run(exportOf(asked, report).sql).rowCount() == 10);
    const ExportDescription days = exportOf(report);
    CHECK(database.run(days.sql + QStringLiteral(" order by ") + days.orderBy.join(QStringLiteral(", ")))
              .rowCount() == 3);
    CHECK(days.fileName == QStringLiteral("daily_report_2026-11-19.csv"));
}
