#include "app/cli/exportcommand.h"

#include "app/cli/settlementreport.h"
#include "models/evidence/csvexport.h"
#include "models/evidence/settlementexport.h"
#include "models/evidence/totalscheck.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QJsonArray>

namespace daybook::cli {
namespace {

using namespace Qt::StringLiterals;
using evidence::ExportOutcome;
using evidence::ExportRequest;
using warehouse::Connection;

Result<ExportRequest> queryRequest(const Arguments &arguments)
{
    if (!arguments.has(u"query"_s))
        return failure(ErrorKind::Usage, u"Say what to export: report, ledger NAME, or --query SQL."_s);
    ExportRequest request;
    request.sql = arguments.text(u"query"_s);
    if (arguments.has(u"order-by"_s))
        request.orderBy = {arguments.text(u"order-by"_s)};
    request.roles = {.type = arguments.text(u"type"_s),
                     .amount = arguments.text(u"amount"_s),
                     .count = arguments.text(u"count"_s)};
    return request;
}

/// The ledger of that name or, when it is not one, of that transaction type.
Result<settlement::ExportDescription> describeLedger(const settlement::Report &report, const QString &name)
{
    QStringList names;
    for (const settlement::LedgerDefinition &ledger : report.definition.ledgers) {
        names << ledger.name;
        if (ledger.name != name && !ledger.types.contains(name))
            continue;
        settlement::LedgerQuery query{.ledger = ledger,
                                      .calendar = report.definition.calendar,
                                      .type = ledger.types.value(0),
                                      .period = report.period};
        return settlement::exportOf(query, report);
    }
    return failure(ErrorKind::Usage,
                   u"The project has no ledger \"%1\". There are: %2."_s.arg(name, names.join(u", "_s)));
}

/// What to export, and through which server.
QCoro::Task<Result<std::pair<ExportRequest, warehouse::ConnectionSpec>>> requestFrom(CommandContext context)
{
    using Answer = std::pair<ExportRequest, warehouse::ConnectionSpec>;
    const QString what = context.arguments.positional(u"WHAT"_s);
    if (what.isEmpty()) {
        const Result<ExportRequest> request = queryRequest(context.arguments);
        if (!request)
            co_return failure(request.error());
        const Result<Session> server = co_await openServer(context);
        if (!server)
            co_return failure(server.error());
        co_return Answer(*request, server->spec);
    }
    const Result<Session> session = co_await openSession(context);
    if (!session)
        co_return failure(session.error());
    const Result<settlement::Report> report = co_await readReport(*session, context);
    if (!report)
        co_return failure(report.error());
    if (what == u"report"_s)
        co_return Answer(evidence::requestFor(settlement::exportOf(*report), {}, {}), session->spec);
    const QString name = context.arguments.positional(u"NAME"_s);
    const Result<settlement::ExportDescription> ledger = describeLedger(*report, name);
    if (!ledger)
        co_return failure(ledger.error());
    co_return Answer(evidence::requestFor(*ledger, {}, {}), session->spec);
}

QJsonObject toJson(const ExportOutcome &outcome)
{
    const auto text = [](const std::optional<Decimal> &value) {
        return value ? QJsonValue(value->toString()) : QJsonValue(QJsonValue::Null);
    };
    QJsonArray types;
    for (const auto &[type, totals] : outcome.totals.byType)
        types << QJsonObject{{u"type"_s, type ? QJsonValue(QString::fromUtf8(*type)) : QJsonValue()},
                             {u"rows"_s, totals.rows},
                             {u"amount"_s, text(totals.amount)},
                             {u"count"_s, text(totals.count)}};
    return {{u"file"_s, outcome.path},
            {u"manifest"_s, outcome.manifestPath},
            {u"sha256"_s, QString::fromLatin1(outcome.sha256)},
            {u"manifest_sha256"_s, QString::fromLatin1(outcome.manifestSha256)},
            {u"bytes"_s, outcome.bytes},
            {u"rows"_s, outcome.rows},
            {u"types"_s, types}};
}

void printText(Console &console, const ExportOutcome &outcome)
{
    for (const auto &[type, totals] : outcome.totals.byType)
        console.print(u"%1: %2"_s.arg(evidence::describe(type), evidence::describe(totals)));
    console.print(u"%1: %2"_s.arg(outcome.path, evidence::describe(outcome.totals.overall)));
    console.print(u"SHA-256 %1"_s.arg(QString::fromLatin1(outcome.sha256)));
    console.print(u"%1\nSHA-256 %2"_s.arg(outcome.manifestPath, QString::fromLatin1(outcome.manifestSha256)));
}

} // namespace

Synopsis ExportCommand::synopsis() const
{
    using Kind = Option::Kind;
    return {.name = u"export"_s,
            .summary = u"Write rows as a CSV that proves itself"_s,
            .positionals = {{.name = u"WHAT"_s,
                             .description = u"What to export, unless --query says it"_s,
                             .choices = {{u"report"_s, u"the daily report"_s},
                                         {u"ledger"_s, u"the rows of the ledger NAME"_s}},
                             .optional = true},
                            {.name = u"NAME"_s,
                             .description = u"The ledger's model, or its transaction type"_s,
                             .choices = {},
                             .optional = true}},
            .options =
                periodOptions() +
                QList<Option>{{u"query"_s, Kind::Text, u"SQL"_s, u"The query whose rows to write"_s},
                              {u"out"_s, Kind::Text, u"FILE"_s, u"The CSV; its manifest goes beside it"_s},
                              {u"order-by"_s, Kind::Text, u"SQL"_s,
                               u"Sort expressions, so that the same rows give the same file"_s},
                              {u"type"_s, Kind::Text, u"COLUMN"_s, u"Control totals by this column"_s},
                              {u"amount"_s, Kind::Text, u"COLUMN"_s, u"Control totals of this column"_s},
                              {u"count"_s, Kind::Text, u"COLUMN"_s, u"Control totals of this column, too"_s},
                              {u"spreadsheet"_s,
                               Kind::Flag,
                               {},
                               u"For spreadsheets: a byte order mark, and text that is no formula"_s}},
            .notes = u"Rows are streamed; what stood at FILE before stays until the new file is whole. "
                     "daybookctl verify FILE proves it later, without a server."_s};
}

QCoro::Task<Result<int>> ExportCommand::run(CommandContext context)
{
    if (!context.arguments.has(u"out"_s))
        co_return failure(ErrorKind::Usage, u"Say where to: --out FILE."_s);
    auto asked = co_await requestFrom(context);
    if (!asked)
        co_return failure(asked.error());
    ExportRequest request = asked->first;
    request.profile =
        context.arguments.has(u"spreadsheet"_s) ? evidence::Profile::Spreadsheet : evidence::Profile::Audit;
    request.path = QDir(context.workingDirectory).absoluteFilePath(context.arguments.text(u"out"_s));
    request.program = u"daybookctl"_s;
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(asked->second, context.stop);
    const Result<Connection::Pointer> connection = co_await opening;
    if (!connection)
        co_return failure(connection.error());
    const ProgressSink progress = context.console->progressSink();
    const Result<ExportOutcome> outcome =
        co_await evidence::exportCsv(*connection, request, context.stop, progress);
    if (!outcome)
        co_return failure(outcome.error());
    if (context.console->isJson())
        context.console->print(toJson(*outcome));
    else
        printText(*context.console, *outcome);
    co_return Proven;
}

} // namespace daybook::cli
