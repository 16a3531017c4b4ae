#include "models/project/selectors.h"

#include "models/project/collect.h"
#include "models/project/yamlread.h"

#include <QDir>

namespace daybook::project {

namespace {

using Kind = SelectionSpec::Kind;

const QString FileName = QStringLiteral("selectors.yml");

class Reader
{
public:
    Reader(const std::shared_ptr<const Language> &language, Problems &problems)
        : m_language(language), m_problems(problems)
    {
    }

    /// A definition: a text, a list of definitions under union or intersection, or a criterion spelled out.
    SelectionSpec definition(const YamlNode &node)
    {
        if (node.isScalar())
            return checked(node, parseCriterion(text(node)));
        if (!node.isMap()) {
            m_problems.error(node.where(), QStringLiteral("A selector's definition is a text, a mapping with "
                                                          "method and value, a union or an intersection, "
                                                          "not %1")
                                               .arg(node.kindName()));
            return {};
        }
        if (node.contains(u"union"))
            return group(node, u"union", Kind::Union);
        if (node.contains(u"intersection"))
            return group(node, u"intersection", Kind::Intersection);
        return spelledOut(node);
    }

private:
    QString text(const YamlNode &node)
    {
        const auto rendered = renderProperty(m_language, templating::Value(node.text()), node.where());
        if (!rendered)
            m_problems.add(rendered.error());
        return rendered ? rendered->toString() : node.text();
    }

    SelectionSpec checked(const YamlNode &at, Result<Criterion> criterion)
    {
        if (criterion)
            return specOf(std::move(*criterion));
        m_problems.error(at.where(), criterion.error().message);
        return {};
    }

    /// What stands under `exclude`, all of it together.
    SelectionSpec exclusion(const YamlNode &node)
    {
        SelectionSpec any;
        for (const YamlNode &item : readList(node, u"exclude", m_problems))
            any.parts.push_back(definition(item));
        return any;
    }

    static SelectionSpec difference(SelectionSpec from, SelectionSpec excluded)
    {
        SelectionSpec rest{.kind = Kind::Difference};
        rest.parts.push_back(std::move(from));
        rest.parts.push_back(std::move(excluded));
        return rest;
    }

    SelectionSpec group(const YamlNode &node, QStringView key, Kind kind)
    {
        if (node.entries().size() > 1)
            m_problems.error(
                node.where(),
                QStringLiteral("'%1' must stand alone: put what is beside it into its list").arg(key));
        SelectionSpec parts{.kind = kind};
        std::optional<SelectionSpec> excluded;
        for (const YamlNode &item : readList(node, key, m_problems)) {
            const bool isExclusion = item.isMap() && item.entries().size() == 1 && item.contains(u"exclude");
            if (isExclusion && excluded)
                m_problems.error(item.where(), QStringLiteral("There are two lists of 'exclude' under '%1': "
                                                              "make them one")
                                                   .arg(key));
            if (isExclusion)
                excluded = exclusion(item);
            else
                parts.parts.push_back(definition(item));
        }
        return excluded ? difference(std::move(parts), std::move(*excluded)) : parts;
    }

    /// {method: tag, value: nightly, parents: true, ...}, or short {tag: nightly}.
    SelectionSpec spelledOut(const YamlNode &node)
    {
        if (node.entries().size() == 1) {
            const YamlEntry &only = node.entries().front();
            return checked(node, criterion(node, only.key, only.value));
        }
        if (!node.contains(u"method") || !node.contains(u"value")) {
            m_problems.error(node.where(), QStringLiteral("A criterion needs 'method' and 'value', as in "
                                                          "{method: tag, value: nightly}"));
            return {};
        }
        static const QStringList known{QStringLiteral("method"),
                                       QStringLiteral("value"),
                                       QStringLiteral("parents"),
                                       QStringLiteral("children"),
                                       QStringLiteral("parents_depth"),
                                       QStringLiteral("exclude"),
                                       QStringLiteral("name"),
                                       QStringLiteral("children_depth"),
                                       QStringLiteral("childrens_parents"),
                                       QStringLiteral("indirect_selection")};
        warnOfUnknownKeys(node, known, QStringLiteral("a criterion"), m_problems);
        const YamlNode method = node.find(u"method");
        SelectionSpec spec = checked(node, criterion(node, text(method), node.find(u"value")));
        return node.contains(u"exclude") ? difference(std::move(spec), exclusion(node)) : spec;
    }

    Result<Criterion> criterion(const YamlNode &node, const QString &method, const YamlNode &value)
    {
        QStringList parts = method.split(QLatin1Char('.'));
        const QString word = method + QLatin1Char(':') + text(value);
        Criterion criterion{
            .word = word, .method = parts.takeFirst(), .arguments = parts, .value = text(value)};
        criterion.parents = generations(node, u"parents", u"parents_depth");
        criterion.children = generations(node, u"children", u"children_depth");
        criterion.withParentsOfChildren = readFlag(node, u"childrens_parents", m_problems);
        const QString indirect = readText(node, u"indirect_selection", m_problems);
        criterion.indirect = indirectSelectionOf(indirect);
        if (!indirect.isEmpty() && !criterion.indirect)
            m_problems.error(node.find(u"indirect_selection").where(),
                             QStringLiteral("indirect_selection is eager, cautious, buildable or empty, "
                                            "not '%1'")
                                 .arg(indirect));
        if (const auto fits = checkCriterion(criterion); !fits)
            return failure(fits.error());
        return criterion;
    }

    std::optional<int> generations(const YamlNode &node, QStringView key, QStringView depthKey)
    {
        if (!readFlag(node, key, m_problems))
            return {};
        const YamlNode depth = node.find(depthKey);
        if (depth.isNull())
            return Criterion::everything;
        bool isNumber = false;
        const int number = depth.text().toInt(&isNumber);
        if (!isNumber || number < 0)
            m_problems.error(depth.where(),
                             QStringLiteral("'%1' must be a whole number from 0").arg(depthKey));
        return number;
    }

    std::shared_ptr<const Language> m_language;
    Problems &m_problems;
};

void readOne(const YamlNode &item, Reader &reader, Selectors &selectors, Problems &problems)
{
    const QString name = readText(item, u"name", problems);
    if (!item.isMap() || name.isEmpty() || item.find(u"definition").isNull()) {
        problems.error(item.where(), QStringLiteral("A selector needs a name and a definition"));
        return;
    }
    if (const auto same = selectors.byName.find(name); same != selectors.byName.end())
        problems.error(item.where(), QStringLiteral("The selector '%1' is defined in %2, too: rename one")
                                         .arg(name, same->second.where.toString()));
    if (readFlag(item, u"default", problems)) {
        if (!selectors.standard.isEmpty())
            problems.error(
                item.where(),
                QStringLiteral("'%1' and '%2' are both the default: keep one").arg(selectors.standard, name));
        selectors.standard = name;
    }
    selectors.byName.insert_or_assign(
        name, Selectors::Definition{reader.definition(item.find(u"definition")), item.where()});
}

} // namespace

Selectors readSelectors(const std::shared_ptr<const Language> &language, Problems &problems)
{
    QFile file(QDir(language->options.directory).filePath(FileName));
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        problems.add({.kind = ErrorKind::Io,
                      .message = QStringLiteral("This file cannot be read (%1): check its permissions")
                                     .arg(file.errorString()),
                      .where = Location{FileName}});
        return {};
    }
    const auto document = parseYaml(file.readAll(), FileName);
    if (!document) {
        problems.add(document.error());
        return {};
    }
    if (!document->root.isMap()) {
        problems.error({FileName, 1, 1}, QStringLiteral("selectors.yml must be a mapping that begins with "
                                                        "'selectors:', a list"));
        return {};
    }
    Selectors selectors;
    Reader reader(language, problems);
    for (const YamlNode &item : readList(document->root, u"selectors", problems))
        readOne(item, reader, selectors, problems);
    return selectors;
}

} // namespace daybook::project
