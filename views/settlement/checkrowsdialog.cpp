#include "views/settlement/checkrowsdialog.h"

#include "models/settlement/prooftext.h"
#include "views/widgets/datatable.h"
#include "views/widgets/filterlist.h"
#include "views/widgets/glyph.h"
#include "views/widgets/statepanel.h"
#include "views/widgets/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QSplitter>
#include <QVBoxLayout>

namespace daybook::views {

using settlement::CheckOutcome;

CheckRowsDialog::CheckRowsDialog(const QString &reason, QList<CheckOutcome> checks, QWidget *parent)
    : QDialog(parent)
    , m_checks(std::move(checks))
    , m_list(new FilterList(tr("Checks"), this))
    , m_about(new QLabel(this))
    , m_panel(new StatePanel(this))
    , m_table(new DataTable(this))
{
    setWindowTitle(tr("Checks"));
    resize(110 * Grid, 60 * Grid);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Grid);
    auto *text = new QLabel(reason, this);
    text->setWordWrap(true);
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_list);
    splitter->addWidget(buildRows());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({34 * Grid, 76 * Grid});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    layout->addWidget(text);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);
    for (const CheckOutcome &check : std::as_const(m_checks)) {
        const Severity severity =
            check.severity == QStringLiteral("warn") ? Severity::Warning : Severity::Failed;
        auto *item = new QListWidgetItem(glyph(severity), settlement::checkLabel(check), m_list->list());
        item->setToolTip(settlement::checkLabel(check) + QLatin1Char('\n') + check.name);
    }
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list->list(), &QListWidget::currentRowChanged, this, &CheckRowsDialog::showCheck);
    m_list->setCurrentRow(0);
}

QWidget *CheckRowsDialog::buildRows()
{
    auto *side = new QWidget(this);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(Grid, 0, 0, 0);
    layout->setSpacing(Grid);
    m_about->setWordWrap(true);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_table->setModel(&m_rows);
    m_panel->setContent(m_table);
    layout->addWidget(m_about);
    layout->addWidget(m_panel, 1);
    return side;
}

void CheckRowsDialog::showCheck(int row)
{
    if (row < 0 || row >= m_checks.size())
        return;
    const CheckOutcome &check = m_checks[row];
    QStringList lines{QStringLiteral("<b>%1</b> · %2")
                          .arg(settlement::checkLabel(check).toHtmlEscaped(),
                               settlement::checkVerdict(check).toHtmlEscaped())};
    for (const QString &line : {check.description, check.message})
        if (!line.isEmpty() && !settlement::checkVerdict(check).contains(line))
            lines << line.toHtmlEscaped();
    m_about->setText(lines.join(QStringLiteral("<br>")));
    m_rows.setRows(check.rows);
    m_table->setTitle(check.name);
    if (check.rows.isEmpty())
        m_panel->showEmpty(tr("No rows were kept"), tr("The run kept no rows of this check."));
    else
        m_panel->showContent();
}

} // namespace daybook::views
