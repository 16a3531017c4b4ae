#include "models/project/names.h"

#include <QHash>

namespace daybook::project {

using templating::Arguments;
using templating::Value;

namespace {

Error misuse(const Arguments &arguments, const QString &message)
{
    return {.kind = ErrorKind::Project, .message = message, .where = arguments.where()};
}

/// ref('model'), ref('package', 'model'), and either with version=.
Result<Value> ref(Host &host, const Arguments &arguments)
{
    const auto &names = arguments.positional;
    const bool texts =
        std::all_of(names.begin(), names.end(), [](const Value &name) { return name.isString(); });
    if (names.empty() || names.size() > 2 || !texts)
        return failure(
            misuse(arguments, QStringLiteral("ref() takes a model's name, or a package's and a model's: "
                                             "write ref('model')")));
    const Value *version = arguments.keyword.find(u"version");
    if (version == nullptr || !version->isPresent())
        version = arguments.keyword.find(u"v");
    return host.resolve(
        {.package = names.size() == 2 ? names[0].toString() : QString(),
         .name = names.back().toString(),
         .version = version != nullptr && version->isPresent() ? version->toString() : QString(),
         .where = arguments.where()});
}

Result<Value> source(Host &host, const Arguments &arguments)
{
    const auto &names = arguments.positional;
    if (names.size() != 2 || !names[0].isString() || !names[1].isString())
        return failure(misuse(arguments, QStringLiteral("source() takes a source's name and a table's: write "
                                                        "source('wallet', 'transactions')")));
    return host.resolve({.isSource = true,
                         .package = names[0].toString(),
                         .name = names[1].toString(),
                         .version = {},
                         .where = arguments.where()});
}

} // namespace

Maker referenceName(const QString &name)
{
    static const QHash<QString, Maker> makers{
        {QStringLiteral("ref"),
         [](const std::shared_ptr<Host> &host) {
             return Value::fromFunction(QStringLiteral("ref"),
                                        [host](const Arguments &arguments) { return ref(*host, arguments); });
         }},
        {QStringLiteral("source"),
         [](const std::shared_ptr<Host> &host) {
             return Value::fromFunction(QStringLiteral("source"), [host](const Arguments &arguments) {
                 return source(*host, arguments);
             });
         }},
        {QStringLiteral("this"), [](const std::shared_ptr<Host> &host) { return host->thisRelation(); }},
    };
    return makers.value(name, nullptr);
}

} // namespace daybook::project
