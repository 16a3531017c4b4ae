#pragma once

#include "models/project/collect.h"
#include "models/project/properties.h"

#include <QMap>

namespace daybook::project {

/// A node on its way: what it reads is known by name only.
struct Draft
{
    Node node;
    std::vector<Reference> references;
    bool enabled = true;
    const NodeSpec *spec = nullptr; ///< while it is drafted: what describes it, if anything does
};

/// What all properties files say, by name. Things described twice are among the problems.
struct Descriptions
{
    QHash<QString, NodeSpec> models; ///< by file
    QHash<QString, NodeSpec> seeds;
    QHash<QString, NodeSpec> snapshots;
    QHash<QString, NodeSpec> sqlTests;
    struct Source
    {
        SourceSpec spec;
        QStringList folders;
    };
    std::vector<Source> sources;
    QHash<QString, MacroSpec> macros;
    QMap<QString, GroupSpec> groups;
    QMap<QString, ExposureSpec> exposures;
    QHash<QString, QStringList> foldersOf; ///< of a properties file, for the fqn of its tests
};

/// Reads every properties file, on several threads.
Descriptions readDescriptions(const std::vector<SourceFile> &files, Problems &problems);

/// What is said of macros, by their unique ids.
QHash<QString, MacroSpec> describeMacros(const std::shared_ptr<const Language> &language,
                                         const Descriptions &descriptions, Problems &problems);

// Drafts of nodes, each kind in a file of its own. Problems are noted and the draft left out, or in as far as
// it is known.
std::vector<Draft> draftModels(const std::shared_ptr<const Language> &language,
                               const std::vector<SourceFile> &files, const Descriptions &descriptions,
                               Problems &problems);
std::vector<Draft> draftSeeds(const std::shared_ptr<const Language> &language,
                              const std::vector<SourceFile> &files, const Descriptions &descriptions,
                              Problems &problems);
std::vector<Draft> draftSnapshots(const std::shared_ptr<const Language> &language,
                                  const std::vector<SourceFile> &files, const Descriptions &descriptions,
                                  Problems &problems);
std::vector<Draft> draftSources(const std::shared_ptr<const Language> &language,
                                const Descriptions &descriptions, Problems &problems);
std::vector<Draft> draftExposures(const std::shared_ptr<const Language> &language,
                                  const Descriptions &descriptions, Problems &problems);
std::vector<Draft> draftSqlTests(const std::shared_ptr<const Language> &language,
                                 const std::vector<SourceFile> &files, const Descriptions &descriptions,
                                 Problems &problems);
/// The tests that properties files ask for, of those of `owners` that are enabled.
std::vector<Draft> draftGenericTests(const std::shared_ptr<const Language> &language,
                                     const Descriptions &descriptions, const std::vector<Draft> &owners,
                                     Problems &problems);

// What drafts of several kinds share.

/// A node's name, file and fqn, from the file it is in.
Node nodeOf(ResourceType type, const QString &package, const SourceFile &file);
/// Lays the tree of dbt_project.yml and what the properties say into the node: configuration, description...
void describe(Draft &draft, const templating::Value &tree, const NodeSpec *spec,
              const std::shared_ptr<const Language> &language, Problems &problems);
/// Takes the configuration as final: tags, meta, enabled, test settings.
void settle(Draft &draft, Problems &problems);
/// Reads what the drafts' files say, on several threads, and settles them.
void collectAll(const std::shared_ptr<const Language> &language, std::vector<Draft> &drafts,
                Problems &problems);
/// Where a model, seed or snapshot lives: schema and alias by dbt's rule, or by the project's own macros.
void place(Draft &draft, const std::shared_ptr<const Language> &language, Problems &problems);
/// Warns of descriptions that describe nothing.
void warnOfUndescribed(const QHash<QString, NodeSpec> &specs, const std::vector<Draft> &drafts,
                       const QString &section, Problems &problems);
/// Errors for two files that make one name.
void refuseSameNames(const std::vector<Draft> &drafts, Problems &problems);

} // namespace daybook::project
