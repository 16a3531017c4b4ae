#pragma once

#include "models/project/host.h"

namespace daybook::project {

/// What a file says of itself: what it reads, and its config() calls.
struct Collected
{
    std::vector<Reference> references;
    templating::Value config = templating::Value(templating::Dict{});
    QStringList macros = {};                         ///< unique ids
    std::optional<templating::Template> source = {}; ///< the file, parsed
};

/// Answers a render that only finds out what a node needs: relations are placeholders, nothing executes.
class Collector final : public Host
{
public:
    Collector(std::shared_ptr<const Language> language, const Node *node) : Host(std::move(language), node) {}

    bool executing() const override { return false; }
    Result<templating::Value> resolve(const Reference &reference) override;
    Result<void> configure(const templating::Dict &config) override;
    templating::Value config() const override;
    templating::Value thisRelation() const override;

    const Collected &collected() const { return m_collected; }

private:
    Collected m_collected;
};

/// What `node`, whose rawSql and general config are known, needs: read from the calls where their arguments
/// are literals and none depends on a condition, found by rendering where not.
Result<Collected> collect(std::shared_ptr<const Language> language, const Node &node);

/// `ref('x')` or `source('x', 'y')` as a text on its own; nothing for any other.
std::optional<Reference> readReference(const QString &text);

/// `value` from a properties file with the templates in its texts rendered. They see var(), env_var(),
/// target, and what `more` holds.
Result<templating::Value> renderProperty(const std::shared_ptr<const Language> &language,
                                         const templating::Value &value, const Location &where,
                                         const templating::Dict &more = {});

} // namespace daybook::project
