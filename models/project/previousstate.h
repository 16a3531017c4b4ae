#pragma once

#include "models/project/runresults.h"
#include "models/warehouse/identifier.h"

#include <QHash>
#include <QSet>

#include <memory>
#include <optional>

namespace daybook::project {

/// What an earlier command left in its target folder: what state:, result: and source_status: look at.
/// Immutable.
class PreviousState
{
public:
    /// Reads manifest.json, run_results.json and sources.json of `directory`, Daybook's or dbt's, those that
    /// are there. `target` is this project's own target folder: its sources.json is what "fresher" compares.
    /// Errors: Usage when there is none of them; Io, Data.
    static Result<std::shared_ptr<const PreviousState>> load(const QString &directory, const QString &target);

    const QString &directory() const { return m_directory; }
    bool hasManifest() const { return !m_manifest.isUndefined(); }
    bool hasResults() const { return m_hasResults; }
    bool hasSources() const { return m_hasSources; }

    /// The entry of a node or source; undefined when there was none.
    templating::Value entry(const QString &uniqueId) const;
    /// Where a model, seed or snapshot lived; nothing for what has no relation of its own.
    struct Place
    {
        QString database; ///< empty when it was not known
        warehouse::RelationName relation;
    };
    std::optional<Place> placeOf(const QString &uniqueId) const;
    /// The macros' entries by unique id.
    templating::Value macros() const { return m_manifest.find(u"macros"); }
    QString statusOf(const QString &uniqueId) const { return m_statuses.value(uniqueId); }
    /// A newer row has come to the source since.
    bool isFresher(const QString &uniqueId) const { return m_fresher.contains(uniqueId); }

private:
    Result<void> readSources(const QString &before, const QString &now);

    QString m_directory;
    templating::Value m_manifest;
    bool m_hasResults = false;
    bool m_hasSources = false;
    QHash<QString, QString> m_statuses;
    QSet<QString> m_fresher;
};

} // namespace daybook::project
