import { app } from "./app.mjs";
import { BrowserWindow } from "./browser-window.mjs";
import { runtime } from "./runtime.mjs";

let applicationMenu = null;

export class MenuItem {
  constructor(options) {
    const { label = options.role ?? "", submenu } = options;
    Object.assign(this, { type: submenu ? "submenu" : "normal", enabled: true, visible: true, ...options, label });
    if (Array.isArray(submenu)) this.submenu = Menu.buildFromTemplate(submenu);
    this.click = (event = {}, window = BrowserWindow.getFocusedWindow()) => {
      if (options.click) options.click(this, window, event);
      else if (options.role === "quit") app.quit();
      else if (options.role === "close") window?.close();
      else runtime.log.push(["menu-role", options.role]);
    };
  }
}

export class Menu {
  items = [];

  static buildFromTemplate(template) {
    const menu = new Menu();
    menu.items = template.map((item) => (item instanceof MenuItem ? item : new MenuItem(item)));
    return menu;
  }
  static setApplicationMenu(menu) {
    applicationMenu = menu;
  }
  static getApplicationMenu() {
    return applicationMenu;
  }

  popup() {
    runtime.log.push(["popup", this.items.map(({ label, type }) => (type === "separator" ? "-" : label))]);
  }

  getMenuItemById(id) {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}
