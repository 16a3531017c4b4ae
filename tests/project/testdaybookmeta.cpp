#include "models/project/daybookmeta.h"
#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

Result<DaybookMeta> metaOf(const QByteArray &daybook)
{
    const Project project =
        ProjectFolder()
            .write("models/m.sql", "select 1")
            .write("models/s.yml", "models:\n  - name: m\n    meta:\n      daybook: " + daybook + "\n")
            .load();
    return readDaybookMeta(nodeOf(project, "model.shop.m"));
}

std::string refused(const QByteArray &daybook)
{
    const auto meta = metaOf(daybook);
    REQUIRE_FALSE(meta.has_value());
    return told(meta.error());
}

} // namespace

TEST_CASE("a report says which column plays which part")
{
    const DaybookMeta meta =
        metaOf("{role: daily_report, label: {en: Report, ko: 보고서}, date: d, type: t, amount: a, count: c, "
               "currency: USD,"
               " time_zone: Asia/Tokyo, cut_off: \"04:30\", data_through: x,"
               " types: [{name: charge, label: {en: Charge, ko: 충전}, direction: in}, refund]}")
            .value();
    CHECK(meta.role == DaybookMeta::Role::DailyReport);
    CHECK(meta.label == Label{QStringLiteral("Report"), QStringLiteral("보고서")});
    CHECK(joined({meta.date, meta.type, meta.amount, meta.count, meta.dataThrough}) == "d t a c x");
    CHECK(meta.currency == QStringLiteral("USD"));
    CHECK(meta.timeZone == "Asia/Tokyo");
    CHECK(meta.cutOff == QTime(4, 30));
    REQUIRE(meta.types.size() == 2);
    CHECK(meta.types[0].label.ko == QStringLiteral("충전"));
    CHECK(meta.types[0].direction == Direction::In);
    CHECK(meta.types[1].name == QStringLiteral("refund"));
    CHECK(meta.types[1].direction == Direction::Unknown);
}

TEST_CASE("a ledger says where its rows came from")
{
    const DaybookMeta meta =
        metaOf("{role: ledger, types: [promotion], key: id, occurred_at: at, currency: {column: cur},"
               " source: {name: wallet, table: transactions, key: id}}")
            .value();
    CHECK(meta.role == DaybookMeta::Role::Ledger);
    CHECK(meta.currencyColumn == QStringLiteral("cur"));
    CHECK(meta.currency.isEmpty());
    CHECK(meta.origin->table == QStringLiteral("transactions"));
}

TEST_CASE("a model without meta has the defaults")
{
    const Project project = ProjectFolder().write("models/m.sql", "select 1").load();
    const DaybookMeta meta = readDaybookMeta(nodeOf(project, "model.shop.m")).value();
    CHECK(meta.role == DaybookMeta::Role::None);
    CHECK(meta.currency == QStringLiteral("KRW"));
    CHECK(meta.timeZone == "Asia/Seoul");
    CHECK(meta.cutOff == QTime(0, 0));
}

TEST_CASE("wrong meta is told with its place and remedy")
{
    CHECK_THAT(refused("{role: legder}"), Contains("models/s.yml:2:5") && Contains("daily_report or ledger"));
    CHECK_THAT(refused("{currency: won}"), Contains("KRW"));
    CHECK_THAT(refused("{time_zone: Seoul}"), Contains("Asia/Seoul"));
    CHECK_THAT(refused("{cut_off: 25:00}"), Contains("cut_off"));
    CHECK_THAT(refused("{cut_off: \"25:00\"}"), Contains("time of day"));
    CHECK_THAT(refused("{types: [{label: x}]}"), Contains("without a name"));
    CHECK_THAT(refused("{types: [a, a]}"), Contains("twice"));
    CHECK_THAT(refused("{types: [{name: a, direction: up}]}"), Contains("in, out or internal"));
    CHECK_THAT(refused("{source: {name: wallet}}"), Contains("three things"));
    CHECK_THAT(refused("{date: [a]}"), Contains("must be a text"));
    CHECK_THAT(refused("yes"), Contains("must be a mapping"));
}

TEST_CASE("a label falls back to the other language, then to what it labels")
{
    const Label both{QStringLiteral("Charge"), QStringLiteral("충전")};
    CHECK(both.in(QStringLiteral("ko_KR"), {}) == QStringLiteral("충전"));
    CHECK(both.in(QStringLiteral("en"), {}) == QStringLiteral("Charge"));
    CHECK(Label{QStringLiteral("Charge"), {}}.in(QStringLiteral("ko"), {}) == QStringLiteral("Charge"));
    CHECK(Label{}.in(QStringLiteral("ko"), QStringLiteral("charge")) == QStringLiteral("charge"));
}

TEST_CASE("the daily report is found by role, then by name")
{
    ProjectFolder folder;
    folder.write("models/daily_report.sql", "select 1").write("models/other.sql", "select 1");
    CHECK(findDailyReport(folder.load()).has_value());
    folder.write("models/s.yml", "models: [{name: other, meta: {daybook: {role: daily_report}}}]");
    const Project byRole = folder.load();
    CHECK(findDailyReport(byRole).value()->name == QStringLiteral("other"));
    folder.write("models/s.yml", "models: [{name: other, meta: {daybook: {role: daily_report}}},"
                                 " {name: daily_report, meta: {daybook: {role: daily_report}}}]");
    CHECK_THAT(told(findDailyReport(folder.load()).error()), Contains("Both"));
    const auto none = findDailyReport(ProjectFolder().write("models/a.sql", "select 1").load());
    REQUIRE_FALSE(none.has_value());
    CHECK_THAT(told(none.error()), Contains("has no daily report") && Contains("meta: daybook"));
}
