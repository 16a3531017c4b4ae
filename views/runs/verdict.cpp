#include "views/runs/verdict.h"

#include "models/build/outcometext.h"
#include "models/build/runnodesitemmodel.h"
#include "models/core/format.h"
#include "views/widgets/banner.h"
#include "views/widgets/errortext.h"

#include <QCoreApplication>

namespace daybook::views {
namespace {

using build::RunState;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(daybook::views::RunVerdict)
};

QString explanation(const build::RunSummary &run)
{
    switch (run.state) {
    case RunState::Running:
        return Text::tr("The last good figures stay in place until every check has passed.");
    case RunState::Published:
        return run.checks > 0
                   ? Text::tr("All figures were made live together, after every check had passed.")
                   : Text::tr("The figures are live, but nothing was checked: they are not proven.");
    case RunState::Passed:
        return run.checks > 0 ? Text::tr("What is live was checked again; nothing was replaced.") : QString();
    case RunState::ChecksFailed:
        return Text::tr("Nothing was published. The last good figures stay in place.");
    case RunState::Failed:
        return run.error ? run.error->message
                         : Text::tr("Nothing was published. The last good figures stay in place.");
    case RunState::Cancelled:
        return Text::tr("Stopped on request. The last good figures stay in place.");
    case RunState::Abandoned:
        break;
    }
    return Text::tr(
        "Its process ended without a word. The last good figures stay in place; start a new build.");
}

QList<BannerFact> factsOf(const build::RunSummary &run, const QTimeZone &zone)
{
    QList<BannerFact> facts{
        {Text::tr("Project"), run.project + QStringLiteral(" → ") + run.targetSchema},
        {Text::tr("Models"), Text::tr("%1 of %2").arg(formatCount(run.modelsDone), formatCount(run.models))},
        {Text::tr("Checks"),
         Text::tr("%1 of %2").arg(formatCount(run.checksPassed), formatCount(run.checks))},
        {Text::tr("Duration"), run.state == RunState::Abandoned && !run.finishedAt.isValid()
                                   ? Text::tr("unknown")
                                   : formatDuration(run.durationMs(QDateTime::currentDateTimeUtc()))}};
    if (run.dataThrough.isValid())
        facts << BannerFact{Text::tr("Data through"), formatInstant(run.dataThrough, zone)};
    if (!run.gitCommit.isEmpty())
        facts << BannerFact{Text::tr("Version"), formatCommit(run.gitCommit, run.gitDirty), run.gitCommit};
    if (run.republishes != 0)
        facts << BannerFact{Text::tr("Goes back to"), Text::tr("run %1").arg(run.republishes)};
    facts << BannerFact{Text::tr("With"), run.program};
    return facts;
}

QList<BannerDetail> reasonsOf(const build::RunSummary &run, const build::RunNodesItemModel &nodes)
{
    QList<BannerDetail> reasons;
    if (run.error && !technicalPart(*run.error).isEmpty())
        reasons << BannerDetail{Severity::Failed, technicalPart(*run.error)};
    for (int row = 0; row < nodes.rowCount(); ++row) {
        const build::RunNode &node = nodes.node(row);
        const Severity severity = build::severityOf(node.outcome.state);
        if (severity != Severity::Failed && severity != Severity::Warning)
            continue;
        const QString why =
            node.outcome.error ? node.outcome.error->message : build::describe(node.outcome.state);
        reasons << BannerDetail{severity, node.title() + QStringLiteral(" — ") + why, node.outcome.uniqueId};
    }
    return reasons;
}

} // namespace

void showRunVerdict(Banner &banner, const build::RunSummary &run, const build::RunNodesItemModel &nodes,
                    const QTimeZone &zone)
{
    const QString headline = Text::tr("Run %1: %2").arg(QString::number(run.runId), build::describe(run));
    const bool sameRun = nodes.runStartedAt() == run.startedAt;
    banner.setVerdict(build::severityOf(run), headline, explanation(run), factsOf(run, zone),
                      sameRun ? reasonsOf(run, nodes) : QList<BannerDetail>());
}

} // namespace daybook::views
