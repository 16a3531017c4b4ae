#include "app/cli/settlementreport.h"

#include "models/settlement/definitionfrom.h"
#include "models/settlement/reportservice.h"

namespace daybook::cli {

QList<Option> periodOptions()
{
    return {{QStringLiteral("from"), Option::Kind::Date, QStringLiteral("DATE"),
             QStringLiteral("First business date (default: the last complete day)")},
            {QStringLiteral("to"), Option::Kind::Date, QStringLiteral("DATE"),
             QStringLiteral("Last business date, included (default: as --from)")},
            {QStringLiteral("days"), Option::Kind::Number, QStringLiteral("N"),
             QStringLiteral("So many days up to --to, or to the last complete day")}};
}

QCoro::Task<Result<settlement::Report>> readReport(Session session, CommandContext context)
{
    const Result<settlement::ReportDefinition> definition = settlement::definitionFrom(*session.project);
    if (!definition)
        co_return failure(definition.error());
    const Arguments arguments = context.arguments;
    const std::optional<qint64> days = arguments.number(QStringLiteral("days"));
    if (days && (*days < 1 || arguments.has(QStringLiteral("from"))))
        co_return failure(ErrorKind::Usage,
                          QStringLiteral("--days is at least 1, and goes with --to, not with --from."));
    QDate from = arguments.date(QStringLiteral("from")).value_or(QDate());
    QDate to = arguments.date(QStringLiteral("to")).value_or(from);
    if (!from.isValid())
        from = to;
    warehouse::Pool pool(session.spec, 1);
    settlement::ReportService service(pool);
    Result<settlement::Report> report = co_await service.load(*definition, from, to, context.stop);
    if (!report || !days || *days == 1)
        co_return report;
    const QDate last = report->period.to;
    co_return co_await service.load(*definition, last.addDays(1 - *days), last, context.stop);
}

} // namespace daybook::cli
