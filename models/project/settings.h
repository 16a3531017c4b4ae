#pragma once

#include "models/project/problems.h"
#include "models/project/yaml.h"

namespace daybook::project {

/// What dbt_project.yml says.
struct Settings
{
    QString name;
    QString version;
    QString profile;
    QStringList modelPaths;
    QStringList seedPaths;
    QStringList testPaths;
    QStringList macroPaths;
    QStringList snapshotPaths;
    QStringList analysisPaths;
    std::optional<QStringList> docsPaths; ///< nothing: wherever the others look
    QString targetPath;
    QString packagesPath;
    QStringList cleanTargets; ///< as written: paths from the project's folder
    QStringList onRunStart;   ///< templates
    QStringList onRunEnd;     ///< templates
    /// Where adapter.dispatch looks for the macros of a namespace: packages, in order.
    QHash<QString, QStringList> dispatch;
    templating::Value vars; ///< global ones, and a mapping of its own for each package
    /// The trees of configuration by resource type: "models", "seeds", "snapshots", "data_tests", "sources",
    /// "exposures".
    templating::Value models;
    templating::Value seeds;
    templating::Value snapshots;
    templating::Value tests;
    templating::Value sources;
    templating::Value exposures;
    templating::Value unrendered; ///< those that hold templates as written, by "model", "seed"...
    bool restrictAccess = false;  ///< other packages may read this one's public models only
};

/// Reads `text`, the content of dbt_project.yml; `file` is its name in messages.
Settings readSettings(const QByteArray &text, const QString &file, Problems &problems);

} // namespace daybook::project
