#include "views/widgets/filterlist.h"

#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QShortcut>
#include <QVBoxLayout>

namespace daybook::views {

FilterList::FilterList(const QString &title, QWidget *parent)
    : QWidget(parent), m_filter(new QLineEdit(this)), m_list(new QListWidget(this))
{
    auto *heading = new QLabel(title, this);
    heading->setFont(headingFont(font()));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter: %1").arg(title));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(glyph(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_list->setAccessibleName(title);
    m_list->setIconSize(QSize(14, 14));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // elided, and whole in the tip
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid / 2);
    auto *head = new QHBoxLayout;
    head->setSpacing(Grid);
    head->addWidget(heading);
    head->addWidget(m_filter, 1);
    layout->addLayout(head);
    layout->addWidget(m_list, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &FilterList::filter);
    connect(m_list->model(), &QAbstractItemModel::rowsInserted, this, &FilterList::filter);
    connect(m_list->model(), &QAbstractItemModel::dataChanged, this, &FilterList::filter);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
}

void FilterList::setCurrentRow(int row)
{
    if (const QListWidgetItem *item = m_list->item(row); item && item->isHidden())
        m_filter->clear();
    m_list->setCurrentRow(row);
}

void FilterList::filter()
{
    const QString text = m_filter->text().trimmed();
    QListWidgetItem *first = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        const bool holds = item->text().contains(text, Qt::CaseInsensitive) ||
                           item->toolTip().contains(text, Qt::CaseInsensitive);
        item->setHidden(!holds);
        if (holds && !first)
            first = item;
    }
    if (first && m_list->currentItem() && m_list->currentItem()->isHidden())
        m_list->setCurrentItem(first);
}

} // namespace daybook::views
