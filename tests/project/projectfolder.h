#pragma once

#include "models/project/project.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace daybook::test {

/// A project written file by file, in a folder of its own that goes when the test ends.
class ProjectFolder
{
public:
    ProjectFolder() { write("dbt_project.yml", "name: shop\n"); }

    ProjectFolder &write(const char *path, const QByteArray &text)
    {
        const QString full = m_folder.filePath(QString::fromUtf8(path));
        REQUIRE(QDir().mkpath(full.left(full.lastIndexOf(QLatin1Char('/')))));
        QFile file(full);
        REQUIRE(file.open(QIODevice::WriteOnly));
        REQUIRE(file.write(text) == text.size());
        return *this;
    }

    QString path() const { return m_folder.path(); }

    project::ProjectOptions options() const
    {
        project::ProjectOptions options;
        options.directory = m_folder.path();
        options.targetSchema = QStringLiteral("analytics");
        options.database = QStringLiteral("warehouse");
        return options;
    }

    Result<project::Project> tryLoad() const { return project::Project::load(options()); }

    project::Project load() const
    {
        const auto loaded = tryLoad();
        if (!loaded)
            FAIL(loaded.error().toString().toStdString() + "\n" + loaded.error().detail.toStdString());
        return *loaded;
    }

    /// The error of a project that must not load.
    Error error() const
    {
        const auto loaded = tryLoad();
        REQUIRE_FALSE(loaded.has_value());
        return loaded.error();
    }

private:
    QTemporaryDir m_folder;
};

/// Reads every node where it lives; started at a fixed moment.
inline project::CompileContext liveContext()
{
    project::CompileContext context;
    context.relationOf = [](const project::Node &node) { return node.relation; };
    context.runStartedAt = QDateTime(QDate(2026, 3, 2), QTime(9, 5, 7), Qt::UTC);
    context.invocationId = QStringLiteral("4f1c");
    return context;
}

inline const project::Node &nodeOf(const project::Project &project, const char *uniqueId)
{
    const auto *node = project.find(QString::fromUtf8(uniqueId));
    INFO("no node " << uniqueId);
    REQUIRE(node != nullptr);
    return *node;
}

inline std::string compiled(const project::Project &project, const char *uniqueId)
{
    const auto sql = project.compile(nodeOf(project, uniqueId), liveContext());
    if (!sql)
        FAIL(sql.error().toString().toStdString());
    return sql->toStdString();
}

/// The names that a selection takes, by the alphabet.
inline std::string namesOf(const project::Project &project, const project::Selection &selection)
{
    const auto ids = project.select(selection);
    if (!ids)
        FAIL(ids.error().toString().toStdString());
    QStringList names;
    for (const QString &id : *ids)
        names.append(project.find(id)->name);
    names.sort();
    return names.join(QLatin1Char(' ')).toStdString();
}

/// The text on one line, blanks as one, for comparing SQL whose layout does not matter.
inline std::string flat(const std::string &text)
{
    return QString::fromStdString(text).simplified().toStdString();
}

inline std::string joined(const QStringList &texts)
{
    return texts.join(QLatin1Char(' ')).toStdString();
}

/// "models/a.sql:3: message", to be looked into.
inline std::string told(const Error &error)
{
    return error.toString().toStdString();
}

} // namespace daybook::test
