#include "models/project/docs.h"

#include "models/project/collect.h"

#include <QRegularExpression>

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::Environment;
using templating::Value;

namespace {

/// What a .md file is scanned for: it is prose, which need not be a template as a whole.
const QRegularExpression &opening()
{
    static const QRegularExpression form(
        QStringLiteral("\\{#.*?#\\}|\\{%[-+]?\\s*raw\\s*[-+]?%\\}.*?\\{%[-+]?\\s*endraw\\s*[-+]?%\\}|"
                       "(\\{%[-+]?\\s*docs\\b\\s*([^%]*?)\\s*[-+]?%\\})"),
        QRegularExpression::DotMatchesEverythingOption);
    return form;
}

const QRegularExpression &closing()
{
    static const QRegularExpression form(QStringLiteral("\\{%[-+]?\\s*enddocs\\s*[-+]?%\\}"));
    return form;
}

bool isName(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    return form.match(text).hasMatch();
}

/// What a block says: it is rendered on its own, and sees nothing of the project.
std::optional<QString> rendered(const Environment &environment, const QString &text, const Location &where,
                                Problems &problems)
{
    const auto source = environment.parse(text, where.file);
    templating::Context context;
    context.undefined = templating::UndefinedPolicy::Lenient;
    const auto said = source ? source->render(context) : failure(source.error());
    if (said)
        return said->trimmed();
    Error error = said.error();
    error.where = where;
    problems.add(error);
    return {};
}

Value docFunction(const std::shared_ptr<const Language> &language, const QString &of)
{
    return Value::fromFunction(
        QStringLiteral("doc"), [language, of](const Arguments &arguments) -> Result<Value> {
            const auto &names = arguments.positional;
            if (names.empty() || names.size() > 2 || !names.back().isString())
                return failure(ErrorKind::Project,
                               QStringLiteral("The description of %1: doc() takes a block's name, or a "
                                              "package's and a block's: write doc('name')")
                                   .arg(of));
            const QString name = names.back().toString();
            const QString package = names.size() == 2 ? names.front().toString() : QString();
            if (const auto *block = language->docs.find(name, package, language->settings.name))
                return Value(block->text);
            return failure(
                ErrorKind::Project,
                QStringLiteral("The description of %1 takes in doc('%2')%3, and there is none: write "
                               "{% docs %2 %} ... {% enddocs %} into a .md file, or correct the name%4")
                    .arg(of, name,
                         package.isEmpty() ? QString() : QStringLiteral(" of the package '%1'").arg(package),
                         didYouMean(name, language->docs.names())));
        });
}

/// Of the blocks that are named by literals: what others cannot be known of either.
QStringList blocksNamedIn(const Language &language, const QString &text, const Location &where)
{
    QStringList ids;
    const auto source = language.environment.parse(text, where.file);
    if (!source)
        return ids;
    for (const auto &call : source->analyse().calls) {
        if (call.function != u"doc" || !call.isLiteral() || call.positional.empty())
            continue;
        const QString package = call.positional.size() == 2 ? call.positional.front()->toString() : QString();
        const auto *block =
            language.docs.find(call.positional.back()->toString(), package, language.settings.name);
        if (block != nullptr)
            ids.append(block->uniqueId());
    }
    return ids;
}

} // namespace

Docs Docs::load(const Environment &environment, const std::vector<Package> &packages, Problems &problems)
{
    Docs docs;
    docs.m_root = packages.front().settings.name;
    for (const Package &package : packages) {
        for (const SourceFile &file : package.files) {
            if (file.kind == FileKind::Docs)
                docs.read(environment, package, file, problems);
        }
    }
    return docs;
}

void Docs::read(const Environment &environment, const Package &package, const SourceFile &file,
                Problems &problems)
{
    const QString text = QString(file.sql).replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    qsizetype at = 0;
    for (auto tag = opening().match(text); tag.hasMatch(); tag = opening().match(text, at)) {
        at = tag.capturedEnd();
        if (tag.capturedStart(1) < 0)
            continue;
        const QString name = tag.captured(2);
        const auto before = QStringView(text).left(tag.capturedStart());
        const Location where{file.path, static_cast<int>(before.count(u'\n')) + 1, 0};
        const auto end = closing().match(text, at);
        if (!isName(name) || !end.hasMatch()) {
            problems.error(where, isName(name)
                                      ? QStringLiteral("The docs block '%1' is not closed: write "
                                                       "{% enddocs %} below its text")
                                            .arg(name)
                                      : QStringLiteral("'%1' is no name of a docs block: write {% docs name "
                                                       "%} with letters, digits and underscores")
                                            .arg(name));
            return;
        }
        auto &known = m_packages[package.settings.name];
        if (const auto same = known.constFind(name); same != known.constEnd())
            problems.error(where, QStringLiteral("The docs block '%1' stands in %2, too: rename one of them")
                                      .arg(name, same->where.toString()));
        const auto said = rendered(environment, text.mid(at, end.capturedStart() - at), where, problems);
        known.insert(name, {package.settings.name, name, file.root, where, said.value_or(QString())});
        at = end.capturedEnd();
    }
}

const DocsBlock *Docs::find(const QString &name, const QString &package, const QString &from) const
{
    const auto of = [&](const QString &owner) -> const DocsBlock * {
        const auto blocks = m_packages.constFind(owner);
        if (blocks == m_packages.constEnd())
            return nullptr;
        const auto block = blocks->constFind(name);
        return block == blocks->constEnd() ? nullptr : &*block;
    };
    if (!package.isEmpty())
        return of(package);
    for (const QString &owner : QStringList{m_root, from} + m_packages.keys()) {
        if (const DocsBlock *block = of(owner))
            return block;
    }
    return nullptr;
}

QStringList Docs::names() const
{
    QStringList names;
    for (const auto &blocks : m_packages)
        names += blocks.keys();
    return names;
}

std::vector<const DocsBlock *> Docs::all() const
{
    std::vector<const DocsBlock *> blocks;
    for (const auto &ofPackage : m_packages) {
        for (const DocsBlock &block : ofPackage)
            blocks.push_back(&block);
    }
    std::sort(blocks.begin(), blocks.end(),
              [](const DocsBlock *a, const DocsBlock *b) { return a->uniqueId() < b->uniqueId(); });
    return blocks;
}

Description renderDescription(const std::shared_ptr<const Language> &language, const QString &text,
                              const QString &of, const Location &where, Problems &problems)
{
    if (!text.contains(QLatin1Char('{')))
        return {text, {}};
    const Dict more{{QStringLiteral("doc"), docFunction(language, of)}};
    const auto said = renderProperty(language, Value(text), where, more);
    if (!said) {
        problems.add(said.error());
        return {text, {}};
    }
    return {said->toString(), blocksNamedIn(*language, text, where)};
}

void renderDescriptions(const std::shared_ptr<const Language> &language, Node &node, const Location &where,
                        Problems &problems)
{
    const auto render = [&](QString &text, QStringList &blocks, const Column *column) {
        if (!text.contains(QLatin1Char('{')))
            return; // nearly all
        const QString name = QStringLiteral("'%1'").arg(node.name);
        const QString of =
            column == nullptr ? name : QStringLiteral("the column '%1' of %2").arg(column->name, name);
        Description said = renderDescription(language, text, of, where, problems);
        text = std::move(said.text);
        blocks = std::move(said.blocks);
    };
    render(node.description, node.docBlocks, nullptr);
    for (Column &column : node.columns)
        render(column.description, column.docBlocks, &column);
}

} // namespace daybook::project
