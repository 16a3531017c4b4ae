#pragma once

#include "tests/cli/runcli.h"
#include "tests/support/postgres.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace daybook::test {

inline QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

/// A project: a <- b <- c, a check on b that fails as long as the variable says so, and a server for them.
class Shop
{
public:
    Shop()
    {
        write("dbt_project.yml",
              "name: shop\nmodels:\n  +materialized: table\nvars: {amount: -1, wrong: ''}\n");
        write("models/a.sql", "select {{ var('amount') }} as amount {{ var('wrong') }}");
        write("models/b.sql", "select * from {{ ref('a') }}");
        write("models/c.sql", "select * from {{ ref('b') }}");
        write("models/lone.sql", "select 1 as id");
        write("tests/positive.sql", "select * from {{ ref('b') }} where amount < 0");
        write("selectors.yml", "selectors: [{name: upper, definition: {union: [c, lone]}}]");
        write("profiles.yml", "shop:\n  target: qa\n  outputs:\n    qa:\n      type: postgres\n      host: " +
                                  TemporaryServer::shared().directory().toUtf8() +
                                  "\n      user: daybook\n      dbname: " + m_database.name().toUtf8() +
                                  "\n      schema: books\n");
    }

    void write(const char *name, const QByteArray &text) const
    {
        const QString path = m_folder.filePath(QString::fromUtf8(name));
        REQUIRE(QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/')))));
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
    }

    Ran run(const char *text, const QStringList &more = {}) const
    {
        RunOptions options;
        options.workingDirectory = m_folder.path();
        Ran ran = runCli(words(text) + more, options);
        UNSCOPED_INFO(text << ": " << ran.out.toStdString() << ran.err.toStdString());
        return ran;
    }

    QByteArray file(const QByteArray &name) const
    {
        QFile file(m_folder.filePath(QString::fromUtf8(name)));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }

    QJsonObject artifact(const char *name) const
    {
        return QJsonDocument::fromJson(file(QByteArray("target/") + name)).object();
    }

    /// "a success, b fail", by the alphabet.
    std::string results() const
    {
        QStringList all;
        for (const QJsonValue &result : artifact("run_results.json")[u"results"].toArray())
            all.append(result[u"unique_id"].toString().section(QLatin1Char('.'), 2, 2) + QLatin1Char(' ') +
                       result[u"status"].toString());
        all.sort();
        return all.join(QStringLiteral(", ")).toStdString();
    }

    bool has(const char *name) const { return QFile::exists(m_folder.filePath(QString::fromUtf8(name))); }
    const TemporaryDatabase &database() const { return m_database; }
    QString path(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)); }

private:
    TemporaryDatabase m_database;
    QTemporaryDir m_folder;
};

} // namespace daybook::test
