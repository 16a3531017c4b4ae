#include "app/cli/verifycommand.h"

#include "app/cli/texttable.h"
#include "models/evidence/verify.h"

#include <QCoreApplication>
#include <QCoro/QCoroFuture>
#include <QDir>
#include <QJsonArray>
#include <QtConcurrentRun>

namespace daybook::cli {
namespace {

using namespace Qt::StringLiterals;
using evidence::VerifyCheck;
using evidence::VerifyReport;

QString inWords(const VerifyCheck &check)
{
    static const QHash<QString, QString> words{{u"bytes"_s, u"size in bytes"_s},
                                               {u"sha256"_s, u"SHA-256"_s},
                                               {u"format"_s, u"format"_s},
                                               {u"mark"_s, u"byte order mark"_s},
                                               {u"header"_s, u"header"_s},
                                               {u"rows"_s, u"rows"_s},
                                               {u"total"_s, u"control total"_s},
                                               {u"sql_sha256"_s, u"SHA-256 of the SQL"_s},
                                               {u"sum_of_types"_s, u"sum of the types"_s}};
    const QString name = words.value(check.name, check.name);
    return check.subject.isEmpty() ? name : u"%1, %2"_s.arg(name, check.subject);
}

void printText(Console &console, const VerifyReport &report)
{
    TextTable table({{u""_s}, {u"check"_s}, {u"found"_s}});
    for (const VerifyCheck &check : report.checks) {
        table.addRow({check.passed ? u"ok"_s : u"DIFFERS"_s, inWords(check), check.actual});
        if (!check.passed)
            table.addRow({{}, u"  the manifest says"_s, check.expected});
    }
    console.print(table.lines());
    console.print(QString());
    const evidence::Manifest &manifest = report.manifest;
    if (!manifest.provenance.label.isEmpty())
        console.print(u"%1"_s.arg(manifest.provenance.label));
    console.print(u"exported %1 from %2, as of %3"_s.arg(
        manifest.exportedAt.toString(Qt::ISODate), manifest.server.connection, manifest.server.snapshotTime));
    console.print(
        u"manifest %1, SHA-256 %2"_s.arg(report.manifestPath, QString::fromLatin1(report.manifestSha256)));
    console.print(report.proven()
                      ? console.toned(Tone::Good, u"%1 is proven."_s.arg(report.path))
                      : console.toned(Tone::Bad, u"%1 is NOT what was exported."_s.arg(report.path)));
}

QJsonObject toJson(const VerifyReport &report)
{
    QJsonArray checks;
    for (const VerifyCheck &check : report.checks)
        checks << QJsonObject{{u"name"_s, check.name},
                              {u"subject"_s, check.subject},
                              {u"passed"_s, check.passed},
                              {u"expected"_s, check.expected},
                              {u"actual"_s, check.actual}};
    return {{u"file"_s, report.path},
            {u"manifest"_s, report.manifestPath},
            {u"manifest_sha256"_s, QString::fromLatin1(report.manifestSha256)},
            {u"proven"_s, report.proven()},
            {u"checks"_s, checks}};
}

/// The console is the main thread's.
ProgressSink postedTo(std::shared_ptr<Console> console)
{
    return [console](const Progress &progress) {
        QMetaObject::invokeMethod(
            qApp, [console, progress] { console->progress(progress); }, Qt::QueuedConnection);
    };
}

} // namespace

Synopsis VerifyCommand::synopsis() const
{
    return {.name = u"verify"_s,
            .summary = u"Re-prove an exported CSV against its manifest, without a server"_s,
            .positionals = {{u"FILE"_s, u"The CSV"_s}},
            .options = {{u"manifest"_s, Option::Kind::Text, u"FILE"_s,
                         u"Its manifest (default: NAME.manifest.json beside it)"_s}},
            .notes = u"Exit status: 0 every check passed, 1 the file differs, 2 there was nothing to verify "
                     "it against."_s};
}

QCoro::Task<Result<int>> VerifyCommand::run(CommandContext context)
{
    const QDir folder(context.workingDirectory);
    const QString path = folder.absoluteFilePath(context.arguments.positional(u"FILE"_s));
    const QString given = context.arguments.text(u"manifest"_s);
    const QString manifest = given.isEmpty() ? QString() : folder.absoluteFilePath(given);
    const QFuture<Result<VerifyReport>> verifying =
        QtConcurrent::run(evidence::verifyCsv, path, manifest, context.stop, postedTo(context.console));
    const Result<VerifyReport> report = co_await verifying;
    if (!report) {
        // Nobody has found the file wrong: it could not be looked at.
        context.console->report(report.error());
        co_return CouldNotRun;
    }
    if (context.console->isJson())
        context.console->print(toJson(*report));
    else
        printText(*context.console, *report);
    co_return report->proven() ? Proven : SomethingFailed;
}

} // namespace daybook::cli
