#include "models/project/macros.h"

#include <QDir>

#include <algorithm>

namespace daybook::project {

using templating::Definition;
using templating::Environment;
using templating::Template;

namespace {

constexpr QStringView shippedRoot = u":/sql/macros";

QString macroName(const Definition &definition)
{
    const bool isTest = definition.tag == u"test" || definition.tag == u"data_test";
    return isTest ? QStringLiteral("test_") + definition.name : definition.name;
}

/// The one of `package`; null when there is none.
template <typename Those> auto ofPackage(Those &macros, const QString &package) -> decltype(macros.data())
{
    const auto macro = std::find_if(macros.begin(), macros.end(),
                                    [&package](const Macro &each) { return each.package == package; });
    return macro == macros.end() ? nullptr : &*macro;
}

} // namespace

Macros Macros::load(const Environment &environment, const std::vector<Package> &packages, Problems &problems)
{
    Macros macros;
    macros.m_root = packages.front().settings.name;
    macros.m_searchOrders = packages.front().settings.dispatch;
    macros.loadShipped(environment, problems);
    for (const Package &package : packages) {
        for (const SourceFile &file : package.files) {
            const bool genericTest = file.kind == FileKind::Test && file.folders().value(0) == u"generic";
            if (file.kind != FileKind::Macro && !genericTest)
                continue;
            if (const auto source = environment.parse(file.sql, file.path))
                macros.add(*source, package.settings.name, problems);
            else
                problems.add(source.error());
        }
    }
    return macros;
}

void Macros::loadShipped(const Environment &environment, Problems &problems)
{
    const QDir root(shippedRoot.toString());
    for (const QString &package : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QDir folder(root.filePath(package));
        for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("The macros in %s do not ship with this program", qPrintable(file.fileName()));
            const auto source = environment.parse(QString::fromUtf8(file.readAll()), file.fileName());
            if (source)
                add(*source, package, problems);
            else
                problems.add(source.error());
        }
    }
}

void Macros::add(const Template &source, const QString &package, Problems &problems)
{
    for (const Definition &definition : source.definitions()) {
        if (definition.tag != u"macro" && definition.tag != u"test" && definition.tag != u"data_test")
            continue;
        const QString name = macroName(definition);
        const Location where{source.name(), definition.line, definition.column};
        m_packages.insert(package);
        Macro macro{package, name, definition.name, source, where};
        auto &known = m_macros[name];
        Macro *same = ofPackage(known, package);
        if (same == nullptr)
            known.push_back(std::move(macro));
        else if (isShipped(*same))
            *same = std::move(macro);
        else
            problems.error(where, QStringLiteral("The macro '%1' is defined in %2, too: rename or remove one")
                                      .arg(name, same->where.toString()));
    }
}

const Macro *Macros::find(const QString &package, const QString &name) const
{
    const auto macros = m_macros.constFind(name);
    return macros == m_macros.constEnd() ? nullptr : ofPackage(*macros, package);
}

const Macro *Macros::seenFrom(const QString &from, const QString &name) const
{
    static const QString dbt = QStringLiteral("dbt");
    const auto macros = m_macros.constFind(name);
    if (macros == m_macros.constEnd()) // as most names
        return nullptr;
    for (const QString *package : {&from, &m_root, &dbt}) {
        if (const Macro *macro = ofPackage(*macros, *package))
            return macro;
    }
    return nullptr;
}

bool Macros::hasPackage(const QString &package) const
{
    return m_packages.contains(package);
}

QStringList Macros::testNames() const
{
    QStringList names;
    for (const Macro *macro : all()) {
        const bool bare = macro->package == m_root || macro->package == u"dbt";
        if (macro->name.startsWith(u"test_"))
            names.append((bare ? QString() : macro->package + QLatin1Char('.')) + macro->name.mid(5));
    }
    names.sort();
    return names;
}

std::vector<const Macro *> Macros::all() const
{
    std::vector<const Macro *> macros;
    for (const auto &ofName : m_macros) {
        for (const Macro &macro : ofName)
            macros.push_back(&macro);
    }
    std::sort(macros.begin(), macros.end(), [](const Macro *a, const Macro *b) {
        return std::pair(a->package, a->name) < std::pair(b->package, b->name);
    });
    return macros;
}

const Macro *Macros::dispatch(const QString &name, const QString &package) const
{
    QStringList order = m_searchOrders.value(package, {m_root, package});
    order << QStringLiteral("dbt");
    for (const QString &where : std::as_const(order)) {
        for (const QString &prefix : {QStringLiteral("postgres__"), QStringLiteral("default__")}) {
            if (const Macro *macro = find(where, prefix + name))
                return macro;
        }
    }
    return nullptr;
}

bool Macros::isShipped(const Macro &macro)
{
    return macro.source.name().startsWith(shippedRoot);
}

} // namespace daybook::project
