#pragma once

#include "models/project/packages.h"
#include "models/templating/environment.h"

#include <QHash>

namespace daybook::project {

struct Language;
struct Node;

/// A text that descriptions take in by name: `{% docs name %} ... {% enddocs %}` of a .md file.
struct DocsBlock
{
    QString package;
    QString name;
    QString root; ///< the folder of docs-paths it was found under
    Location where;
    QString text; ///< rendered, without blanks at its ends

    QString uniqueId() const { return QStringLiteral("doc.%1.%2").arg(package, name); }
};

/// Every docs block of the project and its packages. Immutable once loaded.
class Docs
{
public:
    static Docs load(const templating::Environment &environment, const std::vector<Package> &packages,
                     Problems &problems);

    /// What `doc('name')` means in package `from`: the root project's, its own, then anybody's; with a
    /// package named, only that one's. Null when there is none.
    const DocsBlock *find(const QString &name, const QString &package, const QString &from) const;
    QStringList names() const;
    /// By unique id.
    std::vector<const DocsBlock *> all() const;

private:
    void read(const templating::Environment &environment, const Package &package, const SourceFile &file,
              Problems &problems);

    QString m_root;
    QHash<QString, QHash<QString, DocsBlock>> m_packages;
};

/// A description, rendered, with the unique ids of the blocks it names.
struct Description
{
    QString text;
    QStringList blocks;
};

/// `text` as a properties file of the package of `language` has it; `of` is what it describes, for messages.
Description renderDescription(const std::shared_ptr<const Language> &language, const QString &text,
                              const QString &of, const Location &where, Problems &problems);
/// The descriptions of a node and of its columns.
void renderDescriptions(const std::shared_ptr<const Language> &language, Node &node, const Location &where,
                        Problems &problems);

} // namespace daybook::project
