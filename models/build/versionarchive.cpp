#include "models/build/versionarchive.h"

#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QtConcurrentRun>

namespace daybook::build {
namespace {

using project::ProjectFile;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

/// The server takes values of up to 1 GB, and a text is sent in base64.
constexpr qint64 LargestText = 512 << 20;

/// The file's text in base64, if it still is the one that was read.
Result<QString> textOf(QString directory, ProjectFile wanted)
{
    QFile file(QDir(directory).filePath(wanted.path));
    if (!file.open(QIODevice::ReadOnly))
        return failure({.kind = ErrorKind::Io,
                        .message = QStringLiteral("This file cannot be read (%1).").arg(file.errorString()),
                        .where = Location{wanted.path, 0, 0}});
    if (file.size() > LargestText)
        return failure(
            {.kind = ErrorKind::Project,
             .message =
                 QStringLiteral("This file is larger than %1 MB and cannot be kept with the version of "
                                "the project. Load it into a table and declare that as a source.")
                     .arg(LargestText >> 20),
             .where = Location{wanted.path, 0, 0}});
    const QByteArray text = file.readAll();
    if (QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex() != wanted.sha256.toLatin1())
        return failure({.kind = ErrorKind::Conflict,
                        .message = QStringLiteral("This file has changed since the project was read. Build "
                                                  "again."),
                        .where = Location{wanted.path, 0, 0}});
    return QString::fromLatin1(text.toBase64());
}

Result<void> write(const QString &folder, const QString &path, const QByteArray &text)
{
    const QString clean = QDir::cleanPath(path);
    if (QDir::isAbsolutePath(clean) || clean.startsWith(QStringLiteral("..")))
        return failure(ErrorKind::Data,
                       QStringLiteral("The kept version has a file outside of its folder: %1.").arg(path));
    const QDir base(folder);
    QFile file(base.filePath(clean));
    if (base.mkpath(QFileInfo(clean).path()) && file.open(QIODevice::WriteOnly) &&
        file.write(text) == text.size() && file.flush())
        return {};
    return failure(
        ErrorKind::Io,
        QStringLiteral("%1 cannot be written (%2): make room, or set TMPDIR to where there is some.")
            .arg(file.fileName(), file.errorString()));
}

QCoro::Task<Result<ResultSet>> ask(Connection::Pointer connection, QString file, QList<Parameter> parameters)
{
    const QFuture<Result<ResultSet>> asking = warehouse::askShipped(connection, file, parameters);
    co_return co_await asking;
}

QCoro::Task<Result<void>> keepText(Connection::Pointer connection, QString sha256, QString text)
{
    const bool isWhole = connection->dialect().has(warehouse::Dialect::Feature::Json);
    const qsizetype length = isWhole ? std::max(text.size(), qsizetype(1)) : warehouse::LongestWrittenText;
    for (qsizetype at = 0; at == 0 || at < text.size(); at += length) {
        QList<Parameter> values{sha256, text.mid(at, length)};
        if (!isWhole)
            values << QString::number(at / length);
        const Result<ResultSet> kept =
            co_await ask(connection, QStringLiteral("system/build/insert_text"), values);
        if (!kept)
            co_return failure(kept.error());
    }
    co_return Result<void>();
}

PublishedVersion readVersion(const ResultSet &rows)
{
    PublishedVersion found;
    found.runId = rows.integer(0, 0).value_or(0);
    found.projectHash = rows.text(0, 1);
    found.startedAt = rows.instant(0, 2).value_or(QDateTime());
    if (!rows.isNull(0, 3))
        found.version = project::SourceVersion{rows.text(0, 3), rows.boolean(0, 4).value_or(false)};
    found.vars = rows.isNull(0, 5) ? QString() : rows.text(0, 5);
    return found;
}

} // namespace

QCoro::Task<Result<void>> keepVersion(Connection::Pointer connection, project::Project project)
{
    QJsonArray list;
    QHash<QString, ProjectFile> byHash;
    for (const ProjectFile &file : project.files()) {
        list.append(
            QJsonObject{{QStringLiteral("path"), file.path}, {QStringLiteral("sha256"), file.sha256}});
        byHash.insert(file.sha256, file);
    }
    const QList<Parameter> version{project.contentHash(), compactJson(list)};
    const Result<ResultSet> missing =
        co_await ask(connection, QStringLiteral("system/build/missing_texts"), version);
    if (!missing)
        co_return failure(missing.error());
    for (int row = 0; row < missing->rowCount(); ++row) {
        const ProjectFile file = byHash.value(missing->text(row, 0));
        const QFuture<Result<QString>> reading = QtConcurrent::run(textOf, project.options().directory, file);
        const Result<QString> text = co_await reading;
        if (!text)
            co_return failure(text.error());
        const Result<void> kept = co_await keepText(connection, file.sha256, *text);
        if (!kept)
            co_return kept;
    }
    const Result<ResultSet> kept =
        co_await ask(connection, QStringLiteral("system/build/insert_version"), version);
    if (!kept)
        co_return failure(kept.error());
    co_return Result<void>();
}

QCoro::Task<Result<PublishedVersion>> versionToRepublish(Connection::Pointer connection, QString project,
                                                         QString targetSchema, qint64 runId)
{
    const QList<Parameter> parameters{project, targetSchema,
                                      runId == 0 ? Parameter() : Parameter(QString::number(runId))};
    const Result<ResultSet> found =
        co_await ask(connection, QStringLiteral("system/build/republished"), parameters);
    if (!found)
        co_return failure(found.error());
    if (found->rowCount() == 0)
        co_return failure(
            ErrorKind::Usage,
            runId == 0 ? QStringLiteral("%1 has published one version in the schema %2 so far: there is none "
                                        "to go back to.")
                             .arg(project, targetSchema)
                       : QStringLiteral("Run %1 has not published %2 in the schema %3: see daybookctl runs.")
                             .arg(QString::number(runId), project, targetSchema));
    if (found->boolean(0, 6) != true)
        co_return failure(
            ErrorKind::Usage,
            QStringLiteral("The files of run %1 were not kept: a Daybook that did not keep them yet has "
                           "published it. Check its commit out, and build.")
                .arg(found->text(0, 0)));
    co_return readVersion(*found);
}

QCoro::Task<Result<void>> restoreVersion(Connection::Pointer connection, QString projectHash, QString folder)
{
    const QList<Parameter> parameters{projectHash};
    const Result<ResultSet> files =
        co_await ask(connection, QStringLiteral("system/build/version_files"), parameters);
    if (!files)
        co_return failure(files.error());
    for (int row = 0; row < files->rowCount(); ++row) {
        QString encoded = files->text(row, 1);
        while (row + 1 < files->rowCount() && files->text(row + 1, 0) == files->text(row, 0))
            encoded += files->text(++row, 1);
        const QByteArray text = QByteArray::fromBase64(encoded.toLatin1());
        const Result<void> written = write(folder, files->text(row, 0), text);
        if (!written)
            co_return written;
    }
    co_return Result<void>();
}

QCoro::Task<Result<QStringList>> relationsUnknownTo(Connection::Pointer connection, project::Project version)
{
    QJsonArray known;
    for (const project::Node &node : version.nodes())
        known.append(node.uniqueId);
    const QList<Parameter> parameters{version.name(), version.options().targetSchema, compactJson(known)};
    const Result<ResultSet> rows =
        co_await ask(connection, QStringLiteral("system/build/left_over"), parameters);
    if (!rows)
        co_return failure(rows.error());
    QStringList names;
    for (int row = 0; row < rows->rowCount(); ++row)
        names << rows->text(row, 0);
    co_return names;
}

} // namespace daybook::build
