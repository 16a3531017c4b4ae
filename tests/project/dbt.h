#pragma once

#include "tests/project/projectfolder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

namespace daybook::test {

/// A profiles.yml for projects that dbt only reads.
inline const char *const dbtProfile = "shop: {target: dev, outputs: {dev: {type: postgres, host: localhost, "
                                      "port: 1, user: nobody, password: none, "
                                      "dbname: warehouse, schema: analytics, threads: 1}}}\n";

inline QString dbtPython()
{
    return qEnvironmentVariable("DAYBOOK_DBT_PYTHON", QStringLiteral("python3"));
}

/// Whether dbt can be asked; its absence is told, since what it would have shown is then not shown.
inline bool hasDbt()
{
    QProcess process;
    process.start(dbtPython(),
                  {QStringLiteral("-c"), QStringLiteral("import dbt.cli.main, dbt.adapters.postgres")});
    const bool found = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit &&
                       process.exitCode() == 0;
    if (!found)
        WARN("SKIPPED: dbt-core and dbt-postgres are not installed (see DAYBOOK_DBT_PYTHON), so this was NOT "
             "compared with dbt itself");
    return found;
}

/// What a script of the tests, run in `folder` by dbt's Python, answers to `question`.
inline QJsonDocument askDbt(const char *script, const QString &folder, const QJsonArray &question,
                            const QStringList &words = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(dbtPython(),
                  QStringList{QStringLiteral(DAYBOOK_SOURCE_DIR "/") + QString::fromUtf8(script)} + words);
    process.write(QJsonDocument(question).toJson(QJsonDocument::Compact));
    process.closeWriteChannel();
    REQUIRE(process.waitForFinished(-1));
    INFO(process.readAllStandardError().right(4000).toStdString());
    REQUIRE(process.exitCode() == 0);
    return QJsonDocument::fromJson(process.readAllStandardOutput());
}

} // namespace daybook::test
