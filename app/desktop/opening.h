#pragma once

#include "app/desktop/options.h"
#include "models/project/project.h"
#include "models/workspace/connectionresolution.h"
#include "views/shell/page.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QPointer>

namespace daybook::desktop {

/// The way from the command line to a server and a project, beside the event loop: which server is meant, the
/// local warehouse started if it is that one, the project read. Owned by Desktop; may be begun again.
class Opening : public QObject
{
    Q_OBJECT
public:
    explicit Opening(Options options, QObject *parent = nullptr);
    ~Opening() override;

    /// How the connection is to be marked, as far as is known.
    views::ConnectionBadge badge() const;

public Q_SLOTS:
    void begin();

Q_SIGNALS:
    void serverFound(const daybook::warehouse::ConnectionSpec &spec);
    void serverFailed(const daybook::Error &error);
    void projectRead(const daybook::project::Project &project);
    void projectFailed(const daybook::Error &error);

private:
    void adopt(const Result<workspace::ResolvedConnection> &resolved);
    void meet(const warehouse::ConnectionSpec &spec);
    void readProject();
    static QCoro::Task<> startLocal(QPointer<Opening> opening, std::stop_token stop);

    Options m_options;
    QString m_projectFolder;
    workspace::ResolvedConnection m_connection;
    bool m_production = false;
    std::stop_source m_stop;
};

} // namespace daybook::desktop
