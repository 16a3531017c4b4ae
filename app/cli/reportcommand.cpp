#include "app/cli/reportcommand.h"

#include "app/cli/settlementreport.h"
#include "models/settlement/reporttext.h"

#include <QJsonDocument>

namespace daybook::cli {

Synopsis ReportCommand::synopsis() const
{
    return {.name = QStringLiteral("report"),
            .summary = QStringLiteral("Print the settlement of some days, by transaction type"),
            .options = periodOptions(),
            .notes =
                QStringLiteral("Exit status: 0 when the figures are proven, 1 when they are not, 2 when that "
                               "could not be determined.")};
}

QCoro::Task<Result<int>> ReportCommand::run(CommandContext context)
{
    const Result<Session> session = co_await openSession(context);
    if (!session)
        co_return failure(session.error());
    const Result<settlement::Report> report = co_await readReport(*session, context);
    if (!report)
        co_return failure(report.error());
    if (context.console->isJson())
        context.console->print(QJsonDocument::fromJson(settlement::reportAsJson(*report)).object());
    else
        context.console->print(settlement::reportAsText(*report).chopped(1));
    switch (report->proof.state) {
    case settlement::ProofState::Proven:
        co_return Proven;
    case settlement::ProofState::NotProven:
        co_return SomethingFailed;
    case settlement::ProofState::Unavailable:
        break;
    }
    co_return CouldNotRun;
}

} // namespace daybook::cli
