#include "models/project/daybookmeta.h"
#include "tests/project/projectfolder.h"

using namespace daybook;
using namespace daybook::project;
using namespace daybook::test;
using Catch::Contains;

namespace {

Project loaded(const char *folder)
{
    ProjectOptions options;
    options.directory = QStringLiteral(DAYBOOK_SOURCE_DIR "/") + QString::fromUtf8(folder);
    options.targetSchema = QStringLiteral("public");
    const auto project = Project::load(options);
    if (!project)
        FAIL(project.error().toString().toStdString() + "\n" + project.error().detail.toStdString());
    return *project;
}

void compileAll(const Project &project)
{
    for (const Node &node : project.nodes()) {
        if (node.type == ResourceType::Source || node.type == ResourceType::Seed)
            continue;
        const auto sql = project.compile(node, liveContext());
        INFO(node.uniqueId.toStdString());
        REQUIRE(sql.has_value());
        CHECK_FALSE(sql->trimmed().isEmpty());
        CHECK_FALSE(sql->contains(QStringLiteral("{{")));
        CHECK_FALSE(sql->contains(QStringLiteral("{%")));
    }
}

} // namespace

TEST_CASE("the Korean project is understood as it stands")
{
    const Project project = loaded("tests/data/korean_project");
    CHECK(project.warnings().isEmpty());
    compileAll(project);
    const Node &report = *findDailyReport(project).value();
    CHECK(report.materialization() == QStringLiteral("table"));
    CHECK(joined(report.dependsOn) ==
          "model.settlement_report.promotion_ledger model.settlement_report.transfer_ledger");
    CHECK(nodeOf(project, "source.settlement_report.결제.거래내역").relation.toSql().toStdString() ==
          R"("결제"."거래내역")");
    const auto positive = std::count_if(project.nodes().begin(), project.nodes().end(), [](const Node &node) {
        return node.test && node.test->generic == u"dbt_utils.expression_is_true";
    });
    CHECK(positive > 0);
}

TEST_CASE("the settlement project is understood, with every role and label")
{
    const Project project = loaded("sql/settlement");
    CHECK(project.warnings().isEmpty());
    compileAll(project);
    for (const Node &node : project.nodes()) {
        const auto meta = readDaybookMeta(node);
        INFO((meta ? std::string() : told(meta.error())));
        CHECK(meta.has_value());
    }
    CHECK(findDailyReport(project).value()->name == QStringLiteral("daily_report"));
    CHECK(findLedgers(project).size() >= 6);
    CHECK(nodeOf(project, "model.settlement.daily_report")
              .dependsOn.contains(QStringLiteral("model.settlement.charge_ledger")));
    CHECK_THAT(compiled(project, "test.settlement.sources_are_fresh"), Contains("2026-03-02 09:05:07+00:00"));
}
