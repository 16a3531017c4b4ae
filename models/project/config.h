#pragma once

#include "models/templating/value.h"

#include <QStringList>

namespace daybook::project {

/// One configuration laid over another as dbt does it: tags and hooks add up, meta and its like merge key by
/// key, grants too (a privilege with a plus gets further roles), the rest is replaced. Neither is changed;
/// both may be anything but are usually mappings.
templating::Value mergeConfig(const templating::Value &base, const templating::Value &over);

/// What a tree of dbt_project.yml says for a node: its levels from general to specific, merged. Keys with a
/// plus are configuration; without one they are when their value is no mapping.
templating::Value configFromTree(const templating::Value &tree, const QStringList &fqn);

/// A key of a configuration that may be a text or a list of texts.
QStringList configTexts(const templating::Value &config, QStringView key);

} // namespace daybook::project
