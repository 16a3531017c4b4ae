#pragma once

#include "models/project/collect.h"
#include "models/project/nodes.h"
#include "models/project/properties.h"

#include <QMap>

#include <memory>

namespace daybook::project {

/// A node on its way: what it reads is known by name only.
struct Draft
{
    std::unique_ptr<Node> owned =
        std::make_unique<Node>(); ///< large: it stays where it is when it is ordered
    Node &node = *owned;
    const NodeSpec *spec = nullptr; ///< what a properties file says of it; while its package is read
    std::vector<Reference> references;
    std::optional<templating::Template> source = {}; ///< its rawSql, parsed
    bool enabled = true;
};

/// A draft is large, and goes through many hands.
using Drafts = std::vector<std::unique_ptr<Draft>>;

using Specs = QHash<QString, const NodeSpec *>;

/// What all properties files say, by name. Things described twice are among the problems.
struct Descriptions
{
    std::vector<Properties> files; ///< the owners of what follows
    Specs models;                  ///< by file
    Specs seeds;
    Specs snapshots;
    Specs sqlTests;
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
Drafts draftModels(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                   const Descriptions &descriptions, Problems &problems);
Drafts draftSeeds(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                  const Descriptions &descriptions, Problems &problems);
Drafts draftSnapshots(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                      const Descriptions &descriptions, Problems &problems);
Drafts draftSources(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                    Problems &problems);
Drafts draftExposures(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                      Problems &problems);
Drafts draftSqlTests(const std::shared_ptr<const Language> &language, const std::vector<SourceFile> &files,
                     const Descriptions &descriptions, Problems &problems);
/// The tests that properties files ask for, of those of `owners` that are enabled.
Drafts draftGenericTests(const std::shared_ptr<const Language> &language, const Descriptions &descriptions,
                         const Drafts &owners, Problems &problems);

// What drafts of several kinds share.

/// A node's name, file and fqn, from the file it is in.
Node nodeOf(ResourceType type, const QString &package, const SourceFile &file);
/// Lays the tree of dbt_project.yml and what the properties say into the node: configuration, description...
void describe(Draft &draft, const templating::Value &tree, const NodeSpec *spec,
              const std::shared_ptr<const Language> &language, Problems &problems);
/// Takes the configuration as final: tags, meta, enabled, test settings.
void settle(Draft &draft, Problems &problems);
/// Reads what the draft's file says, and settles it.
void readFile(const std::shared_ptr<const Language> &language, Draft &draft, Problems &problems);
/// A draft of each file, made on several threads; problems come in the order of the files.
Drafts draftEach(const std::vector<const SourceFile *> &files, Problems &problems,
                 const std::function<void(const SourceFile &, Draft &, Problems &)> &make);
/// Where a model, seed or snapshot lives: schema and alias by dbt's rule, or by the project's own macros.
void place(Draft &draft, const std::shared_ptr<const Language> &language, Problems &problems);
/// Where a test keeps the rows that fail, if it does.
void placeFailures(Draft &draft, const std::shared_ptr<const Language> &language, Problems &problems);
/// Warns of descriptions that describe nothing.
void warnOfUndescribed(const Specs &specs, const Drafts &drafts, const QString &section, Problems &problems);
/// The name by which a description finds its node: a version's is its file's.
const QString &keyOf(const NodeSpec &spec);
/// Errors for two files that make one name.
void refuseSameNames(const Drafts &drafts, Problems &problems);

} // namespace daybook::project
