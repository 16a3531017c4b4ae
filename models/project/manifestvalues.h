#pragma once

#include "models/project/manifestnodes.h"

namespace daybook::project {

// What the entries of the manifest are made of.

templating::Value texts(const QStringList &items);
templating::Value textOrNone(const QString &text);
templating::Value orNone(const templating::Value &value);
/// An empty one for what is none.
templating::Value mapping(const templating::Value &value);
/// The file as its package sees it: what is installed lies one folder deeper.
QString pathInPackage(const Settings &settings, const QString &package, const QString &path);

/// Whoever answers for something: with a name and an email, known or not.
templating::Value manifestOwner(const templating::Value &written);
templating::Value manifestColumns(const Node &node);
/// Of the relation as a whole, or of one column.
templating::Value manifestConstraints(const templating::Value &written, bool ofRelation);
/// With the checksum that dbt compares.
templating::Value manifestContract(const Node &node, const templating::Value &config);

} // namespace daybook::project
