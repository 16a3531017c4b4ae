#include "app/cli/samplecommand.h"

#include "app/cli/session.h"
#include "app/cli/texttable.h"
#include "models/warehouse/sampledata.h"

#include <QCoro/QCoroFuture>

namespace daybook::cli {
namespace {

using warehouse::Connection;
using warehouse::LoadedSample;
using warehouse::SampleOptions;

Result<SampleOptions> optionsFrom(const Arguments &arguments)
{
    SampleOptions options;
    options.seed = arguments.number(QStringLiteral("seed")).value_or(options.seed);
    options.days = static_cast<int>(arguments.number(QStringLiteral("days")).value_or(options.days));
    options.rows = arguments.number(QStringLiteral("rows")).value_or(options.rows);
    options.today = arguments.date(QStringLiteral("today")).value_or(QDate());
    if (arguments.has(QStringLiteral("with-defects")))
        options.defects = {QStringLiteral("all")};
    if (arguments.has(QStringLiteral("defects")))
        options.defects =
            arguments.text(QStringLiteral("defects")).split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (options.days < 1 || options.rows < 1)
        return failure(ErrorKind::Usage, QStringLiteral("--days and --rows must be at least 1."));
    return options;
}

bool isWhatWasAskedFor(const std::optional<LoadedSample> &loaded, const SampleOptions &wanted)
{
    return loaded && loaded->seed == wanted.seed && loaded->days == wanted.days &&
           loaded->rows == wanted.rows && loaded->isFresh &&
           (loaded->planted > 0) == !wanted.defects.isEmpty();
}

QString inWords(const LoadedSample &sample)
{
    return QStringLiteral("%1 transactions of %2 days, seed %3, %4 defects planted%5")
        .arg(Decimal(sample.rows).toGroupedString())
        .arg(sample.days)
        .arg(sample.seed)
        .arg(sample.planted)
        .arg(sample.isFresh ? QString() : QStringLiteral("; its sources are no longer fresh"));
}

} // namespace

Synopsis SampleCommand::synopsis() const
{
    return {.name = QStringLiteral("sample"),
            .summary = QStringLiteral("Make the sample of a payments company, or say what is loaded"),
            .positionals = {{QStringLiteral("ACTION"),
                             QStringLiteral("What to do"),
                             {{QStringLiteral("load"), QStringLiteral("make it, replacing the one before")},
                              {QStringLiteral("show"), QStringLiteral("say what is loaded")}}}},
            .options = {{QStringLiteral("days"), Option::Kind::Number, QStringLiteral("N"),
                         QStringLiteral("Days up to today (90)")},
                        {QStringLiteral("rows"), Option::Kind::Number, QStringLiteral("N"),
                         QStringLiteral("Wallet transactions in all (200000)")},
                        {QStringLiteral("seed"), Option::Kind::Number, QStringLiteral("N"),
                         QStringLiteral("Another seed, other rows (1)")},
                        {QStringLiteral("today"), Option::Kind::Date, QStringLiteral("DATE"),
                         QStringLiteral("The day in Seoul in which the sample ends")},
                        {QStringLiteral("with-defects"),
                         Option::Kind::Flag,
                         {},
                         QStringLiteral("Plant every defect; sample.planted_truth lists them")},
                        {QStringLiteral("defects"), Option::Kind::Text, QStringLiteral("NAMES"),
                         QStringLiteral("Plant only these, separated by commas")},
                        {QStringLiteral("if-needed"),
                         Option::Kind::Flag,
                         {},
                         QStringLiteral("Do nothing when this sample is loaded already")}}};
}

QCoro::Task<Result<int>> SampleCommand::run(CommandContext context)
{
    const Result<SampleOptions> options = optionsFrom(context.arguments);
    if (!options)
        co_return failure(options.error());
    const Result<Session> session = co_await openServer(context);
    if (!session)
        co_return failure(session.error());
    const QFuture<Result<Connection::Pointer>> opening = Connection::open(session->spec, context.stop);
    const Result<Connection::Pointer> connection = co_await opening;
    if (!connection)
        co_return failure(connection.error());
    Result<std::optional<LoadedSample>> loaded = co_await warehouse::findSample(*connection);
    if (!loaded)
        co_return failure(loaded.error());
    const bool isThere =
        context.arguments.has(QStringLiteral("if-needed")) && isWhatWasAskedFor(*loaded, *options);
    if (context.arguments.positional(QStringLiteral("ACTION")) == QStringLiteral("load") && !isThere) {
        const ProgressSink progress = context.console->progressSink();
        const Result<void> made =
            co_await warehouse::loadSample(*connection, *options, context.stop, progress);
        if (!made)
            co_return failure(made.error());
        loaded = co_await warehouse::findSample(*connection);
        if (!loaded)
            co_return failure(loaded.error());
    }
    const QString text = *loaded ? inWords(**loaded) : QStringLiteral("No sample is loaded.");
    if (context.console->isJson())
        context.console->print(
            QJsonObject{{QStringLiteral("loaded"), loaded->has_value()}, {QStringLiteral("sample"), text}});
    else
        context.console->print(text);
    co_return Proven;
}

} // namespace daybook::cli
